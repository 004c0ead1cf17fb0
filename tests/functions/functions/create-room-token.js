const { AccessToken } = require('twilio-access-token');
exports.handler = function (context, event, callback) {
  const { ACCOUNT_SID, API_KEY, API_SECRET } = process.env;
  const { VideoGrant } = AccessToken;
  const grant = new VideoGrant();
  const token = new AccessToken(ACCOUNT_SID, API_KEY, API_SECRET);
  token.identity = event.identity;
  token.addGrant(grant);
  const response = new Twilio.Response();
  response.setHeaders({ 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Methods': 'POST',
    'Access-Control-Allow-Headers': 'Content-Type', 'Content-Type': 'application/json' });
  response.setBody({ token: token.toJwt() });
  callback(null, response);
};
