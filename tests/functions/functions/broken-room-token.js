const { createRoomToken } = require('twilio-access-token/function');

function fail() {
  throw new Error('these variables cannot be read');
}

exports.handler = createRoomToken({ env: new Proxy({}, { ownKeys: fail }) });
