// How fast tokens are signed: all contenders in one process, taking turns, so that each ratio is of times measured side by side.
import assert from 'node:assert/strict';
import { createHmac, createSecretKey, webcrypto } from 'node:crypto';

import nodeRs from '@node-rs/jsonwebtoken';
import { createSigner } from 'fast-jwt';
import { SignJWT } from 'jose';
import jsonwebtoken from 'jsonwebtoken';
import twilio from 'twilio';

import ours from '../index.js';

const accountSid = `AC${'0123456789abcdef'.repeat(2)}`;
const apiKeySid = `SK${'0123456789abcdef'.repeat(2)}`;
const apiKeySecret = 'aTBl1PhJnykIjWll4TOiXKtD1ugxiz6f';
const key = createSecretKey(apiKeySecret, 'utf8');
const cryptoKey = await webcrypto.subtle.importKey('raw', Buffer.from(apiKeySecret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
const header = { alg: 'HS256', typ: 'JWT', cty: 'twilio-fpa;v=1' };

const sid = (prefix) => prefix + 'fedcba9876543210'.repeat(2);
const voice = { incomingAllow: true, outgoingApplicationSid: sid('AP') };
const chat = { serviceSid: sid('IS') };

/** The tokens: for each contender what it takes, made anew for every token, as a server does. */
const TOKENS = {
  'one video grant': {
    grants: ({ VideoGrant }) => [new VideoGrant({ room: 'daily' })],
    options: () => ({ identity: 'alice', video: { room: 'daily' } }),
    claims: () => ({ identity: 'alice', video: { room: 'daily' } }),
  },
  'voice, video and chat': {
    grants: ({ VoiceGrant, VideoGrant, ChatGrant }) => [new VoiceGrant(voice), new VideoGrant({ room: 'daily' }), new ChatGrant(chat)],
    options: () => ({ identity: 'alice', voice, video: { room: 'daily' }, chat }),
    claims: () => ({
      identity: 'alice',
      voice: { incoming: { allow: true }, outgoing: { application_sid: voice.outgoingApplicationSid } },
      video: { room: 'daily' },
      chat: { service_sid: chat.serviceSid },
    }),
  },
};

function contenders({ grants, options, claims }) {
  const byClass = (AccessToken, secret) => () => {
    const token = new AccessToken(accountSid, apiKeySid, secret, { identity: 'alice' });
    for (const grant of grants(AccessToken)) token.addGrant(grant);
    return token.toJwt();
  };
  const payload = () => {
    const iat = Math.floor(Date.now() / 1000);
    return { jti: `${apiKeySid}-${iat}`, grants: claims(), iat, exp: iat + 3600, iss: apiKeySid, sub: accountSid };
  };

  const signer = new ours.TokenSigner({ accountSid, apiKeySid, apiKeySecret });
  const fastJwt = createSigner({ key: apiKeySecret, algorithm: 'HS256', header: { cty: header.cty } });
  const nodeRsHeader = { algorithm: nodeRs.Algorithm.HS256, contentType: header.cty };
  const encodedHeader = Buffer.from(JSON.stringify(header)).toString('base64url');

  return {
    'TokenSigner.sign': () => signer.sign(options()),
    'AccessToken, string': byClass(ours.AccessToken, apiKeySecret),
    'AccessToken, KeyObject': byClass(ours.AccessToken, key),
    'twilio, string': byClass(twilio.jwt.AccessToken, apiKeySecret),
    'twilio, KeyObject': byClass(twilio.jwt.AccessToken, key),
    'fast-jwt': () => fastJwt(payload()),
    '@node-rs/jsonwebtoken': () => nodeRs.signSync(payload(), apiKeySecret, nodeRsHeader),
    'jsonwebtoken, string': () => jsonwebtoken.sign(payload(), apiKeySecret, { header }),
    'jsonwebtoken, KeyObject': () => jsonwebtoken.sign(payload(), key, { header }),
    jose: () => new SignJWT(payload()).setProtectedHeader(header).sign(cryptoKey),
    'node:crypto': () => {
      const input = `${encodedHeader}.${Buffer.from(JSON.stringify(payload())).toString('base64url')}`;
      return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
    },
  };
}

/** Nanoseconds that a token takes, over `count` of them. */
async function time(sign, count) {
  const isAsync = sign() instanceof Promise;
  const start = process.hrtime.bigint();
  if (isAsync) for (let index = 0; index < count; index++) await sign();
  else for (let index = 0; index < count; index++) sign();
  return Number(process.hrtime.bigint() - start) / count;
}

/** As many calls as take about `milliseconds`. */
const calls = (nanoseconds, milliseconds) => Math.max(1, Math.round((milliseconds * 1e6) / nanoseconds));

/** What each round of each contender took for each of TOKENS, in nanoseconds a token. */
export async function measureSigning(rounds) {
  const times = {};
  for (const [name, token] of Object.entries(TOKENS)) {
    const entries = Object.entries(contenders(token));
    const counts = {};
    for (const [contender, sign] of entries) {
      const claims = jsonwebtoken.verify(await sign(), key, { algorithms: ['HS256'], complete: true });
      assert.deepEqual([claims.header, claims.payload.grants], [header, token.claims()], contender);
      // Once to have it compiled, once to see how long it takes.
      await time(sign, 200);
      counts[contender] = calls(await time(sign, calls(await time(sign, 50), 20)), 8);
    }
    times[name] = Object.fromEntries(entries.map(([contender]) => [contender, []]));
    for (let round = 0; round < rounds; round++) {
      // Each round starts with another, so that none always follows the same.
      const turn = entries.map((_, index) => entries[(index + round) % entries.length]);
      for (const [contender, sign] of turn) times[name][contender].push(await time(sign, counts[contender]));
    }
  }
  return times;
}
