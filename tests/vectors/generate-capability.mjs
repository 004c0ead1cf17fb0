// Writes capability.json: capability tokens and validation tokens, made by the npm package `twilio` with the clock stopped.
// `npx rust-just vectors` runs this, and a test compares the committed file with its output.
//
// `client` and `task_router` are cases of the two capabilities, signed with `key`, and the `jwt` of each.
//
// `validation` are requests, `url` and all, and the token that goes with each, by RS256, which has no salt. Where `twilio` hashes
// another request than it sends, `right` is the line of the canonical form that differs, and `of_twilio` what it makes of it.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { writeFileSync } from 'node:fs';

const { jwt } = createRequire(new URL('../node/', import.meta.url))('twilio');

const now = 1700000000;
const sid = (prefix) => prefix + '0123456789abcdef'.repeat(2);
const key = { account_sid: sid('AC'), auth_token: 'NotARealAuthToken0NotARealAuthTo' };

/** Made for these tests, and nobody's. */
const privateKey = `-----BEGIN PRIVATE KEY-----
MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDU13upiKG3pPmg
BULP2Feuoc5zoHLbWapF7EQvXbaY+tKOVVaHte2RXgD/iQKCwZKmtNlMNf1QgEJv
IVw9tenuIFGNWofbTJ2m+afhXe5qrl9m/lX4/sV5fu9YcAwQ3EyyroSoiZjlVTA/
CKcjAtJSBdYnLaWUHOkJRPxJnjQ0lTE7GVElUHerPz7E/M/uoZfuLLBYTJe1zp8c
/7NglF8UOn9s8zI6EEMfxeofil460gUGaocu14sLZiAuYL27WgOQbTQv+c6FY0k6
icYhfMxvohGlWCj0to2f41yIiBS9gjFwYipOzkbyPw3J1JFN+iPjYRQ1G9qDafv6
def1CeLrAgMBAAECggEAAytyXAP85I9AaHGrnQzLwX4HZRFupHWhY4kxOsNahMy3
dgcvUrYS46dSvHt93hSj6nenBMuJCjnew2jrxr9+zF0O2dwPSeTKNEJjjaeodU5D
fXUsMpkYt8Z8KgUBKP8e5UpUD259KG0sWsP2OT9BgpczqUG0xY/oqIqudyoz/NR1
AOfdKjK9uj8XZ82EJkWfchjyEIiFNaz05EkBzqT4RaOIu20DjufSnL5mvmQIRAGS
unYtQwIH14HycsgsW9CVHpBY2k2HZIhtMSD1q7RdkIfSqJMFA0s/zxZENeUp42Z+
8AKWqGopq6eWjLlE05kTRrZlPbvERa2t0JERiCaygQKBgQD2BnxUDbr8MtQkx4h7
f77/U72Q9V4yDQmO+HurUsJAZjDuPJxIkLZ19ehRhnWkQHhwrCo6Uhs/jugKLG4E
XVXFIAuOarJxQ6TT2COrvvsh+J145nYoF0fxtN+rIvG1BU5o5Fsvr0btcKQf2u4X
OKx1xStLyR+1+Lgml6R0ARPtdwKBgQDdeJUZ7aQwuDQcYOKBmnxgBVkMHQHf1l2R
6lASoyALHECNQ9DiVqC/YCg46jBbiqeM/8jEKHZNLmJLUxi4UjqOZo3duzYh9kAa
vzYn2ZQ33oXbyfvRC4b5u0HHYyDsKWm6QBYEU8XA5f8Skp652xmENNqEMPdrgcoY
/mPJqnVDLQKBgQCh8nr8yV0AjmTfIQlSYjDT2ce7GAk9YR+doSunBv8fbSVgbT1i
9v9kfs7Ce4QM7vNZF7tkUI/nMqbDq6Nv9BB1hjaVNN7pd+GUIX65mymsnv7piqrU
kR6mmK1y9bmtsyR+H3N23CYQPkmLPo3jc0by7ysk4+uf2W0+2itCwULg2QKBgGZO
R4IcttYSoW/iiX+ZH48zqTjhRXZjDgJTnP2fATRgrqkTBLEpl0QQZUQ1WnVPDasi
lVmX314z6RAmqKqswYP6d9pPmugBWweAAMJTzhYo4uju2zZr/sPp7q7uaczuLHrv
E7yX/ifnlva7aDsurRDXYYHjJMgywmrdSLdl2JlZAoGBAIQ2YDKNw/ezHGQlvZd5
/bKD1RI2fYDx/cNnkammSDF+neH4zBCzRU5HioR0Lb8fYMHIYfL6pHSR8dd6CU5/
YilecJPYS8xD02ZSRbyA0K30HWvX1xSDIw7W8QHO/YiGKHShooRB/o8PvkXqiEAf
cuPy1MU3JrtrBsx/5vGrJmxe
-----END PRIVATE KEY-----
`;

const outgoing = (more) => ({ outgoing: { application_sid: sid('AP'), ...more } });
const difficult = 'zoë 😀 \u2028 a+b/c?d=e&f%20g"h\\i\n-_.!~*\'()';

const clients = [
  { name: 'no scope', scopes: [] },
  { name: 'incoming calls', scopes: [{ incoming: 'alice' }] },
  { name: 'incoming calls, a difficult name', scopes: [{ incoming: difficult }] },
  { name: 'outgoing calls', scopes: [outgoing()] },
  { name: 'outgoing calls of a client', scopes: [outgoing({ client_name: 'alice' })] },
  { name: 'outgoing calls of a difficult client', scopes: [outgoing({ client_name: difficult })] },
  { name: 'outgoing calls with no parameters', scopes: [outgoing({ params: [] })] },
  { name: 'outgoing calls with parameters', scopes: [outgoing({ params: [['foo', 'bar'], ['a b', 'c&d'], ['', '']] })] },
  { name: 'outgoing calls with difficult parameters', scopes: [outgoing({ params: [[difficult, difficult]] })] },
  { name: 'events', scopes: [{ events: [] }] },
  { name: 'events that pass a filter', scopes: [{ events: [['z', '1'], ['a', 'b c'], [difficult, difficult]] }] },
  {
    name: 'all scopes, one of them twice',
    scopes: [{ events: [] }, { incoming: 'bob' }, outgoing({ client_name: 'bob', params: [['x', 'y']] }), { incoming: 'bob' }],
  },
  { name: 'a lifetime of a second', ttl: 1, scopes: [{ incoming: 'alice' }] },
  { name: 'a lifetime of a day', ttl: 86400, scopes: [{ incoming: 'alice' }] },
];

const worker = { workspace_sid: sid('WS'), channel_sid: sid('WK') };
const taskRouters = [
  { name: 'worker', ...worker },
  { name: 'task queue', ...worker, channel_sid: sid('WQ') },
  { name: 'workspace', ...worker, channel_sid: sid('WS') },
  { name: 'friendly name', ...worker, friendly_name: difficult },
  { name: 'a lifetime of a day', ...worker, ttl: 86400 },
  { name: 'the usual policies', ...worker, defaults: true },
  {
    name: 'policies',
    ...worker,
    policies: [
      { url: 'https://taskrouter.twilio.com/v1/Workspaces/*/Tasks/**', method: 'GET' },
      { url: 'https://x/"ü"', method: 'DELETE' },
      { url: 'https://x/*', method: 'POST', query_filter: {}, post_filter: { ActivitySid: { required: true } } },
      { url: 'https://x/*', method: 'POST', query_filter: { z: 1, a: [null, 'ü'] }, post_filter: { '': {} } },
    ],
  },
  { name: 'a policy that denies', ...worker, policies: [{ url: 'https://x/**', method: 'DELETE', allow: false }] },
];

const account = 'https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000000';
const requests = [
  { name: 'nothing but a URL', method: 'GET', url: account },
  {
    name: "Twilio's example",
    method: 'POST',
    url: account.replace('/2010', '//2010'),
    authorization: 'Basic QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDpmb29iYXI=',
    body: 'FriendlyName=my new friendly name',
  },
  { name: 'method in small letters', method: 'post', url: account },
  { name: 'header with white space', method: 'GET', url: account, authorization: '  Basic x \t' },
  { name: 'parameters', method: 'GET', url: account, params: [['To', '+1555'], ['To9', '+2555'], ['PageSize', '20']] },
  { name: 'difficult parameters', method: 'GET', url: account, params: [['zoë', '😀\uffee *~\'()!'], ['zo', 'a&b+c/d'], ['', '']] },
  { name: 'another port', method: 'GET', url: 'https://api.twilio.com:8443/' },
  { name: "the scheme's port", method: 'GET', url: 'https://api.twilio.com:443/' },
  { name: 'host in capitals', method: 'GET', url: 'https://API.Twilio.com/A' },
  { name: 'path to be encoded', method: 'GET', url: 'https://x.example//foo bar+/baz*qux/abc%7Edef/%e2%82%ac/ü/a%2Fb/' },
  { name: 'path with dots', method: 'GET', url: 'https://x.example//foobar/../barfoo/./x' },
  { name: 'body beyond ASCII', method: 'PUT', url: account, body: 'ü😀' },
  // In what follows, what `twilio` hashes is not what it sends.
  { name: 'parameter with an equals sign', method: 'GET', url: account, params: [['a', 'b=c=d']], right: { query: 'a=b%3Dc%3Dd' } },
  { name: 'parameter with an equals sign in its name', method: 'GET', url: account, params: [['a=b', 'c']], right: { query: 'a%3Db=c' } },
  { name: 'parameter with a bare percent sign', method: 'GET', url: account, params: [['a', '100%']], right: { query: 'a=100%25' } },
  { name: 'parameter that looks encoded', method: 'GET', url: account, params: [['a', '%41']], right: { query: 'a=%2541' } },
  { name: 'path with a bare percent sign', method: 'GET', url: 'https://x.example/100%/a', right: { path: '/100%25/a' } },
  { name: 'query in the URL', method: 'GET', url: `${account}?b=c+d&a=%2B`, params: [['aa', 'x']], right: { query: 'a=%2B&aa=x&b=c%20d' } },
];

function at(seconds, action) {
  const { Date: RealDate } = globalThis;
  // Twilio's capabilities read the clock by `new Date()`, jsonwebtoken by `Date.now()`.
  globalThis.Date = class extends RealDate {
    constructor(...given) {
      super(...(given.length === 0 ? [seconds * 1000] : given));
    }

    static now = () => seconds * 1000;
  };
  try {
    return action();
  } finally {
    globalThis.Date = RealDate;
  }
}

function scopeOf({ incoming, outgoing, events }) {
  const { EventStreamScope, IncomingClientScope, OutgoingClientScope } = jwt.ClientCapability;
  if (incoming !== undefined) return new IncomingClientScope(incoming);
  if (events) return new EventStreamScope(Object.fromEntries(events));
  const { application_sid: applicationSid, client_name: clientName, params } = outgoing;
  return new OutgoingClientScope({ applicationSid, clientName, params: params && Object.fromEntries(params) });
}

function clientToken({ ttl, scopes }) {
  const capability = new jwt.ClientCapability({ accountSid: key.account_sid, authToken: key.auth_token, ttl });
  for (const scope of scopes) capability.addScope(scopeOf(scope));
  return capability.toJwt();
}

function taskRouterToken({ workspace_sid: workspaceSid, channel_sid: channelId, friendly_name: friendlyName, ttl, policies = [], defaults }) {
  const { account_sid: accountSid, auth_token: authToken } = key;
  const { TaskRouterCapability, util } = jwt.taskrouter;
  const capability = new TaskRouterCapability({ accountSid, authToken, workspaceSid, channelId, friendlyName, ttl });
  for (const { url, method, query_filter: queryFilter, post_filter: postFilter, allow = true } of policies) {
    const policy = new TaskRouterCapability.Policy({ url, method, queryFilter, postFilter });
    // The constructor does not take false for an answer.
    policy.allow = allow;
    capability.addPolicy(policy);
  }
  if (defaults) {
    for (const policy of util.defaultWorkerPolicies('v1', workspaceSid, channelId)) capability.addPolicy(policy);
    for (const policy of util.defaultEventBridgePolicies(accountSid, channelId)) capability.addPolicy(policy);
  }
  return capability.toJwt();
}

function validated(request) {
  const { method, url, params, authorization, body, right } = request;
  const token = new jwt.ValidationToken({
    accountSid: key.account_sid,
    credentialSid: sid('CR'),
    signingKey: sid('SK'),
    privateKey,
  });
  const headers = authorization && { Authorization: authorization };
  const config = { method, url, params: params && Object.fromEntries(params), headers, data: body };
  if (!right) {
    const canonical = token.getRequestCanonicalizer(config).getCanonicalizedRequestString();
    return { ...request, canonical, jwt: token.fromHttpRequest(config) };
  }
  try {
    return { ...request, of_twilio: token.getRequestCanonicalizer(config).getCanonicalizedRequestString() };
  } catch (error) {
    return { ...request, of_twilio: `${error}` };
  }
}

export const FILE = fileURLToPath(new URL('capability.json', import.meta.url));

export function generate() {
  const signed = (cases, sign) => cases.map((given) => ({ ...given, jwt: sign(given) }));
  return at(now, () => {
    const generator = 'generate-capability.mjs, with the npm package twilio 6.2.0';
    const client = signed(clients, clientToken);
    const task_router = signed(taskRouters, taskRouterToken);
    const validation = {
      credential_sid: sid('CR'),
      api_key_sid: sid('SK'),
      private_key: privateKey,
      cases: requests.map(validated),
    };
    return `${JSON.stringify({ generator, key, now, client, task_router, validation }, null, 1)}\n`;
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(FILE, generate());
