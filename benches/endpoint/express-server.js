'use strict';

// What the endpoint is written instead of: Express, and Twilio's own package.

const express = require('express');
const { AccessToken } = require('twilio').jwt;

const { ACCOUNT_SID, API_KEY, API_SECRET } = process.env;
const ttl = 3600;

const app = express();
app.use(express.json());
app.post('/create-room-token', (request, response) => {
  response.set({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'Content-Type',
    'cache-control': 'no-store',
  });
  const { identity, room } = request.body ?? {};
  if (typeof identity !== 'string' || identity === '') return response.status(400).json({ error: 'identity is missing' });
  const token = new AccessToken(ACCOUNT_SID, API_KEY, API_SECRET, { identity, ttl });
  token.addGrant(new AccessToken.VideoGrant({ room }));
  const expiresAt = Math.floor(Date.now() / 1000) + ttl;
  return response.json({ token: token.toJwt(), identity, expires_at: expiresAt });
});
app.listen(Number(process.argv[2]), '127.0.0.1');
