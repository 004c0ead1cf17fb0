// Looks for a marked secret in memory that the process has been given back: malloc's heap, freed blocks included, and the linear
// memory of every WebAssembly instance that is made after this module loads. Linux only: it reads /proc/self.

import { openSync, readFileSync, readSync } from 'node:fs';

/** So many bytes of a secret must not be found in a row. malloc writes over the first 16 of a block that it frees. */
const WINDOW = 16;
/** Lengths of secrets: a block of SHA-256, and one that few blocks of the heap have, so that a freed one is not soon used again. */
export const LENGTHS = [64, 640];

/** What HMAC combines a secret with, RFC 2104 §2. */
export const PADS = [0, 0x36, 0x5c];

const memories = [];
globalThis.WebAssembly.Instance = class extends WebAssembly.Instance {
  constructor(...parts) {
    super(...parts);
    memories.push(...Object.values(this.exports).filter((value) => value instanceof WebAssembly.Memory));
  }
};

// More than malloc ever takes from its heap, so that what is read is not in there.
const copy = new Uint8Array(64 << 20);
const mem = openSync('/proc/self/mem');

let secrets = 0;

/** A secret that nothing has held before, and the numbers of its bytes. JavaScript's own strings are not in malloc's heap. */
export function mark(length, pad = 0) {
  let state = (secrets += 1);
  const digits = Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return 97 + ((state >> 16) % 26);
  });
  return { secret: String.fromCharCode(...digits.map((digit) => digit ^ pad)), digits };
}

/** Where a marked secret is, as it is or padded. */
export function found({ digits }) {
  const places = [];
  const maps = readFileSync('/proc/self/maps', 'latin1').matchAll(/^(\w+)-(\w+) rw.*\[heap\]$/gm);
  for (const [, from, to] of maps) {
    const [start, end] = [Number.parseInt(from, 16), Number.parseInt(to, 16)];
    let length = 0;
    while (length < end - start) length += readSync(mem, copy, length, end - start - length, start + length);
    if (holds(copy.subarray(0, length), digits)) places.push('heap');
  }
  const linear = memories.some(({ buffer }) => holds(new Uint8Array(buffer), digits));
  return linear ? [...places, 'linear memory'] : places;
}

function holds(bytes, digits) {
  for (let start = 0; start < digits.length; start += WINDOW) {
    for (const pad of PADS) {
      const window = digits.slice(start, start + WINDOW).map((digit) => digit ^ pad);
      for (let at = bytes.indexOf(window[0]); at !== -1; at = bytes.indexOf(window[0], at + 1)) {
        if (window.every((digit, offset) => bytes[at + offset] === digit)) return true;
      }
    }
  }
  return false;
}
