const { createRoomToken } = require('twilio-access-token/function');

exports.handler = createRoomToken({ env: { ...process.env, TOKEN_AUTH: 'anyone', ALLOWED_ORIGINS: '*', ALLOWED_ROOMS: 'daily' } });
