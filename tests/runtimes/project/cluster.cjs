// Two processes of a cluster, and the primary one.
const cluster = require('node:cluster');

const { checkFrozen } = require('./check.cjs');

const backend = checkFrozen(require('twilio-access-token'));

if (cluster.isPrimary) {
  const workers = [cluster.fork(), cluster.fork()];
  const answers = workers.map((worker) => new Promise((resolve) => worker.once('message', resolve)));
  Promise.all(answers).then((answers) => {
    for (const worker of workers) worker.disconnect();
    console.log([...new Set([backend, ...answers])].join());
  });
} else {
  process.send(backend);
}
