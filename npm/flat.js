'use strict';

// Calls the flat WebAssembly module: the interface of docs/flat-abi.md, as the functions that the addon exports.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Bytes of the allocation that most arguments fit into, and of the answer's place before them. */
const SCRATCH = 8192;
const OUT = 8;

/** The calls of an instance of `module`, by name. */
function load(module) {
  const { exports } = new WebAssembly.Instance(module, {});
  const { memory, tat_alloc: alloc, tat_free: free } = exports;
  const out = alloc(SCRATCH);

  /** The bytes that the module calls its memory now: views are stale once it has grown. */
  const bytes = (address, length) => new Uint8Array(memory.buffer, address, length);

  function allocate(length) {
    const address = alloc(length);
    if (address === 0) throw new RangeError(`The WebAssembly of twilio-access-token has no room for ${length} bytes.`);
    return address;
  }

  /** Places what a call passes: next to each other in the scratch memory or, what does not fit, in allocations. */
  class Arguments {
    #end = OUT;
    #allocated = [];

    /** The address and the length of a string or bytes. */
    place(value) {
      const isText = typeof value === 'string';
      if (!isText && !(value instanceof Uint8Array)) throw new TypeError('An argument is neither a string nor a Uint8Array.');
      // No character has more than three bytes.
      const room = isText ? value.length * 3 : value.length;
      if (this.#end + room <= SCRATCH) {
        const address = out + this.#end;
        const length = isText ? encoder.encodeInto(value, bytes(address, room)).written : room;
        if (!isText) bytes(address, room).set(value);
        this.#end += length;
        return [address, length];
      }
      const content = isText ? encoder.encode(value) : value;
      const address = allocate(content.length);
      bytes(address, content.length).set(content);
      if (isText) content.fill(0);
      this.#allocated.push([address, content.length]);
      return [address, content.length];
    }

    /** Wipes and frees all of it, since any argument may be a secret. */
    free() {
      bytes(out, this.#end).fill(0);
      for (const [address, length] of this.#allocated) free(address, length);
    }
  }

  /** The answer of a call, a string, which is freed. */
  function take() {
    const [address, length] = new Uint32Array(memory.buffer, out, 2);
    if (address === 0) return undefined;
    const text = decoder.decode(bytes(address, length));
    free(address, length);
    return text;
  }

  /** The function of a call: its integers for each kind of argument, and its answer. */
  function functionOf(name, kinds, result) {
    const call = exports[`tat_${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`];
    if (result === 'Status') return (handle, ...rest) => void call(handle, ...rest);

    return (...values) => {
      const placed = new Arguments();
      try {
        const integers = kinds.flatMap((kind, index) => {
          const value = values[index];
          if (kind === 'handle' || kind === 'seconds') return value >>> 0;
          if (kind === 'time') return BigInt(value);
          return value === undefined || value === null ? [0, 0] : placed.place(value);
        });
        const status = call(...integers, out);
        if (status === 0 && result === 'Handle') return new Uint32Array(memory.buffer, out, 1)[0];
        const text = take();
        if (status === 0) return text;
        const { message, ...properties } = JSON.parse(text);
        throw Object.assign(new Error(message), properties);
      } finally {
        placed.free();
      }
    };
  }

  exports.tat_describe(out);
  const calls = JSON.parse(take());
  return { ...Object.fromEntries(calls.map(([name, ...kinds]) => [name, functionOf(name, ...kinds)])), backend: 'wasm' };
}

module.exports = { load };
