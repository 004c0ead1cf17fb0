// Four threads at once, and the main one.
const { Worker, isMainThread, parentPort } = require('node:worker_threads');

const { checkFrozen } = require('./check.cjs');

const backend = checkFrozen(require('twilio-access-token'));

if (isMainThread) {
  const threads = Array.from({ length: 4 }, () => new Worker(__filename));
  const answers = threads.map((thread) => new Promise((resolve, reject) => thread.once('message', resolve).once('error', reject)));
  Promise.all(answers).then((answers) => console.log([...new Set([backend, ...answers])].join()));
} else {
  parentPort.postMessage(backend);
}
