'use strict';

// The demo's page, and what it asks for beside tokens: the inspector's report on one.

const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const { inspect } = require('../npm');

const PAGE = readFileSync(join(__dirname, 'page.html'), 'utf8');

/** Of what is sent to be inspected, in bytes. A token is some hundred bytes long. */
const MAX_TOKEN_BYTES = 64 * 1024;

/** Nothing runs or is drawn but what stands in the page, and nothing is fetched but from this server. */
const POLICY = [
  "default-src 'none'",
  `script-src '${hashOf('script')}'`,
  `style-src '${hashOf('style')}'`,
  "img-src data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const HEADERS = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' };

/** A listener that answers `GET /` with the page and `POST /inspect` with a report, and leaves the rest to `listener`. */
function withPage(listener, apiKeySecret) {
  return (request, response) => {
    const [path] = request.url.split('?', 1);
    if (path === '/' && ['GET', 'HEAD'].includes(request.method)) return sendPage(response);
    if (path === '/inspect' && request.method === 'POST') return report(request, response, apiKeySecret);
    return listener(request, response);
  };
}

/**
 * A listener that rejects requests for hosts other than these: a name that a stranger's DNS points at this machine would give the
 * stranger's page this server's origin.
 */
function atHosts(hosts, listener) {
  return (request, response) => {
    if (hosts.includes(request.headers.host?.toLowerCase())) return listener(request, response);
    const hint = `Open http://${hosts[0]}/.`;
    sendJson(response, 403, { error: { code: 'host-not-allowed', message: 'the host is not allowed', hint } });
  };
}

function sendPage(response) {
  const headers = { ...HEADERS, 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY };
  response.writeHead(200, headers).end(PAGE);
}

/** Answers with what the inspector says of the body, which is the token and nothing else. */
function report(request, response, apiKeySecret) {
  const chunks = [];
  let length = 0;
  request.on('error', () => response.destroy());
  request.on('data', (chunk) => {
    length += chunk.length;
    if (length <= MAX_TOKEN_BYTES) chunks.push(chunk);
  });
  request.on('end', () => {
    if (length > MAX_TOKEN_BYTES) {
      const hint = `Send at most ${MAX_TOKEN_BYTES} bytes.`;
      return sendJson(response, 413, { error: { code: 'body-too-large', message: 'the token is too large', hint } });
    }
    sendJson(response, 200, inspect(Buffer.concat(chunks).toString(), { apiKeySecret }));
  });
}

function sendJson(response, status, answer) {
  response.writeHead(status, { ...HEADERS, 'content-type': 'application/json' }).end(JSON.stringify(answer));
}

/** By which the policy knows the page's one element of this name. */
function hashOf(name) {
  const [, text] = PAGE.match(new RegExp(`<${name}>(.*?)</${name}>`, 's'));
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

module.exports = { atHosts, withPage };
