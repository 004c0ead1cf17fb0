// The flat module in Node, by nothing but WebAssembly's own API: the shared cases.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (path) => readFileSync(new URL(path, import.meta.url));
const { cases } = JSON.parse(read('../vectors/embeddings.json'));
const module = new WebAssembly.Module(read('../../target/flat/twilio-access-token.wasm'));
const { memory, ...functions } = new WebAssembly.Instance(module).exports;

const OK = 0;
const out = functions.tat_alloc(8);

// Writes a text into an allocation; none for null.
function put(text) {
  if (text === null) return [0, 0];
  const bytes = Buffer.from(text);
  const address = functions.tat_alloc(bytes.length) >>> 0;
  assert.notEqual(address, 0);
  new Uint8Array(memory.buffer).set(bytes, address);
  return [address, bytes.length];
}

function free(...span) {
  assert.equal(functions.tat_free(...span), OK);
}

// Calls a function with texts, and with integers, among which a time is a BigInt; and with `out`, the words of which it gives.
function call(name, ...args) {
  const words = args.map((arg) => (typeof arg === 'string' || arg === null ? put(arg) : arg));
  const status = functions[`tat_${name}`](...words.flat(), out);
  words.filter(Array.isArray).forEach((span) => free(...span));
  // The memory may have grown, which detaches the old buffer.
  return { status, words: [...new Uint32Array(memory.buffer, out, 2)] };
}

function text({ status, words }) {
  const answer = { status, text: Buffer.from(memory.buffer, ...words).toString() };
  free(...words);
  return answer;
}

// Makes an object, uses it and frees it; or gives the error.
function withObject(kind, texts, use) {
  const made = call(`${kind}_new`, ...texts);
  if (made.status !== OK) return text(made);
  const answer = text(use(made.words[0]));
  assert.equal(functions[`tat_${kind}_free`](made.words[0]), OK);
  return answer;
}

const keyOf = (given) => [given.account_sid, given.api_key_sid, given.api_key_secret];
const calls = {
  sign: (given) => withObject('signer', keyOf(given), (signer) => call('signer_sign', signer, given.token, BigInt(given.now))),
  verify: (given) => withObject('verifier', keyOf(given), (verifier) => {
    assert.equal(functions.tat_verifier_set_leeway(verifier, given.leeway), OK);
    return call('verifier_verify', verifier, given.token, BigInt(given.now));
  }),
  inspect: (given) => text(call('inspect', given.token, given.api_key_secret, given.region, BigInt(given.now))),
  webhook: (given) => withObject('webhook_key', [given.settings, given.secret], (key) => {
    const [form, what] = given.fields ? ['form', JSON.stringify(given.fields)] : ['body', given.body];
    return call(`webhook_key_validate_${form}`, key, given.signature, given.url, what);
  }),
};

// What the cases hold of an answer.
const results = {
  sign: (answer) => answer,
  verify: JSON.parse,
  inspect(answer) {
    const { signature, findings } = JSON.parse(answer);
    return { signature, findings: findings.map(({ code, twilio_code, severity }) => [code, twilio_code, severity]) };
  },
  webhook: (answer) => answer || null,
};

test('nothing is imported', () => {
  assert.deepEqual(WebAssembly.Module.imports(module), []);
  assert.equal(functions.tat_abi_version(), 1);
});

for (const name of Object.keys(calls)) {
  test(name, () => {
    const ofCall = cases.filter((given) => given.call === name);
    assert.ok(ofCall.length > 0 && cases.length > 290);
    for (const given of ofCall) {
      const { status, text: answer } = calls[name](given);
      assert.doesNotMatch(answer, /MarkedSecret/, given.name);
      if (given.error) {
        const { code, message, hint } = JSON.parse(answer);
        assert.deepEqual([status, code], [1, given.error], given.name);
        assert.match(`${message}\n${hint}`, /[^.]\n.+\.$/, given.name);
      } else {
        assert.equal(status, OK, `${given.name}: ${answer}`);
        assert.deepEqual(results[name](answer), name === 'verify' ? JSON.parse(given.result) : given.result, given.name);
      }
    }
  });
}
