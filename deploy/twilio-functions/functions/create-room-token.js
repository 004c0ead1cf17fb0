exports.handler = require('twilio-access-token/function').createRoomToken();
