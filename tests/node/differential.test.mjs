// Whole tokens of random input, compared with those of the package `twilio` at a frozen clock.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { at, ours, twilio } from './helpers.mjs';
import { seeded } from './random.mjs';

const CASES = 20_000;

/** What random input is made of, given a source of numbers from 0 to 1. */
function inputs(random) {
  const below = (limit) => Math.floor(random() * limit);
  const oneOf = (...values) => values[below(values.length)];
  const maybe = (make) => (below(2) ? make() : undefined);
  const list = (limit, make) => Array.from({ length: below(limit) }, make);
  // Every plane of Unicode, control characters, halves of surrogate pairs, and much that is usual.
  const character = () =>
    oneOf(
      () => String.fromCodePoint(32 + below(95)),
      () => String.fromCharCode(below(0x20)),
      () => String.fromCharCode(below(0x10000)),
      () => String.fromCodePoint(below(0x110000)),
      () => oneOf('"', '\\', '/', '<', '\u2028', '\u007f', '😀'),
    )();
  const text = (limit = 12) => list(limit, character).join('');
  const json = (depth = 0) =>
    oneOf(
      () => text(),
      () => below(1e6) - 5e5,
      () => (random() - 0.5) * 10 ** (below(40) - 20),
      () => oneOf(null, true, false, 0, -0, '', 1e21, 1e-7),
      ...(depth > 2 ? [] : [() => list(4, () => json(depth + 1)), () => object(depth + 1)]),
    )();
  const object = (depth) => Object.fromEntries(list(4, () => [text(5), json(depth)]));
  const loose = (make) => oneOf(make, make, make, () => oneOf(undefined, null, '', 0, 1, true, {}))();

  const grant = () =>
    oneOf(
      () => [
        'VoiceGrant',
        {
          incomingAllow: oneOf(true, false, undefined, 'true'),
          outgoingApplicationSid: maybe(() => loose(text)),
          outgoingApplicationParams: maybe(() => json()),
          pushCredentialSid: maybe(() => loose(text)),
          endpointId: maybe(() => loose(text)),
        },
      ],
      () => ['VideoGrant', { room: loose(text) }],
      () => [
        'ChatGrant',
        {
          serviceSid: maybe(() => loose(text)),
          endpointId: maybe(() => loose(text)),
          deploymentRoleSid: maybe(() => loose(text)),
          pushCredentialSid: maybe(() => loose(text)),
        },
      ],
      () => ['SyncGrant', { serviceSid: maybe(() => loose(text)), endpointId: maybe(() => loose(text)) }],
      () => ['TaskRouterGrant', { workspaceSid: maybe(text), workerSid: maybe(text), role: maybe(() => loose(text)) }],
      () => ['PlaybackGrant', { grant: maybe(() => object(0)) }],
      () => ['custom', { key: oneOf(text(6), 'video', '7'), payload: json() }],
    )();

  return () => ({
    key: [text() || 'AC', text() || 'SK', text(200) || 'secret'],
    options: {
      identity: oneOf(text(300), text(), below(1e6), -below(100)) || 'alice',
      ttl: oneOf(undefined, below(90000), 0, null),
      nbf: oneOf(undefined, below(2e9), 0, 1.5, 'soon'),
      // Beyond Latin-1, twilio's header is cut to the low byte of each character; ours is UTF-8, as RFC 7515 has it.
      region: loose(() => oneOf('us1', 'ie1', String.fromCharCode(...list(5, () => below(128))))),
    },
    grants: list(5, grant),
    algorithm: oneOf(undefined, 'HS256', 'HS384', 'HS512'),
    now: below(2 ** 32),
  });
}

function mint(AccessToken, { key, options, grants, algorithm }) {
  const token = new AccessToken(...key, options);
  for (const [name, fields] of grants) {
    token.addGrant(name === 'custom' ? { key: fields.key, toPayload: () => fields.payload } : new AccessToken[name](fields));
  }
  return token.toJwt(algorithm);
}

test(`${CASES} random tokens are those of twilio`, (context) => {
  const { seed, random } = seeded(context);
  const next = inputs(random);
  for (let index = 0; index < CASES; index++) {
    const input = next();
    const [theirs, mine] = at(context, input.now, () => [mint(twilio.jwt.AccessToken, input), mint(ours.AccessToken, input)]);
    assert.equal(mine, theirs, `SEED=${seed}, case ${index}: ${JSON.stringify(input)}`);
  }
});
