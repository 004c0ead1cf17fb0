// What instances that are used again gain, what a balancer costs, and what a worker loses that makes no machine code, as ratios.
// Prints them, and keeps every figure in target/bench/fleet.json.
import { apiKey, BALANCERS, Fleet, INTERPRETED, worker } from '../../tests/deploy/fleet.mjs';
import { start } from '../../tests/load/servers.mjs';
import { measure, print, ratios, sum } from '../rounds.mjs';

const FRESH = { 1000: '1' };

const one = (changes) => () => start(worker(changes));
const fleet = (balancer, changes) => () => Fleet.start(BALANCERS[balancer], [1, 2, 3].map(apiKey), changes);

const BASE = 'a worker, an instance for each request';
const FLEET = 'three behind HAProxy, an instance for each request';
const CONTESTANTS = {
  [BASE]: one(FRESH),
  'a worker, instances reused': one(),
  'a worker, instances reused, interpreted': one(INTERPRETED),
  [FLEET]: fleet('HAProxy', FRESH),
  'three behind HAProxy, instances reused': fleet('HAProxy'),
  'three behind nginx, instances reused': fleet('nginx'),
};

const results = await measure('fleet', CONTESTANTS);

console.log('\nRequests per second, as a ratio; the median of the rounds, and the least and the greatest of them:\n');
print(
  ['', `to ${BASE}`, `to ${FLEET}`, 'requests', 'failed'],
  Object.entries(results).map(([name, result]) => [
    name,
    ratios(result, results[BASE]),
    ratios(result, results[FLEET]),
    String(sum(result, 'requests')),
    String(sum(result, 'failed')),
  ]),
);
