// How fast the endpoint is, as ratios. Prints them, and keeps every figure in target/bench/endpoint.json.
import { HOSTS, node, start, wasmtime } from '../../tests/load/servers.mjs';
import { measure, print, ratios, sum } from '../rounds.mjs';

const CONSTANT = 'target/bench/constant.wasm';
const REUSE = ['--max-instance-reuse-count', '1000'];

const EXPRESS = 'Express and twilio';
const CONTESTANTS = {
  ...HOSTS,
  'wasmtime serve, instances reused': wasmtime('target/component/twilio-access-token-http.wasm', ...REUSE),
  'a constant in wasmtime serve': wasmtime(CONSTANT),
  'a constant in wasmtime serve, instances reused': wasmtime(CONSTANT, ...REUSE),
  'a constant in Node': node('benches/endpoint/constant-server.js'),
  [EXPRESS]: node('benches/endpoint/express-server.js'),
};

/** Of ours, each with the constant that its host could answer at most. */
const OURS = {
  'wasmtime serve': 'a constant in wasmtime serve',
  'wasmtime serve, instances reused': 'a constant in wasmtime serve, instances reused',
  'the Node server': 'a constant in Node',
};

const results = await measure(
  'endpoint',
  Object.fromEntries(Object.entries(CONTESTANTS).map(([name, command]) => [name, () => start(command)])),
);

console.log('\nRequests per second, as a ratio; the median of the rounds, and the least and the greatest of them:\n');
print(
  ['', 'to the constant', `to ${EXPRESS}`],
  Object.entries(OURS).map(([name, constant]) => [
    name,
    ratios(results[name], results[constant]),
    ratios(results[name], results[EXPRESS]),
  ]),
);
console.log('\nRequests, those that failed, and memory as a ratio to that before, after the warm-up:\n');
print(
  ['', 'requests', 'failed', 'memory after'],
  Object.entries(results).map(([name, result]) => [
    name,
    String(sum(result, 'requests')),
    String(sum(result, 'failed')),
    (result.memoryAfter / result.memoryBefore).toFixed(2),
  ]),
);
