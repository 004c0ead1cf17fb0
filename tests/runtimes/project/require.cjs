const { checkFrozen } = require('./check.cjs');

console.log(checkFrozen(require('twilio-access-token')));
