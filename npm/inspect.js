'use strict';

const backend = require('./backend.js');
const { TokenError, rethrown } = require('./errors.js');
const { expectIfGiven, expectTime, expectType } = require('./assert-args.js');

/** Decodes a token, and lists what Twilio would reject about it. */
function inspect(token, { apiKeySecret, region, now = Math.floor(Date.now() / 1000) } = {}) {
  expectType('token', token, 'string');
  expectIfGiven('apiKeySecret', apiKeySecret, 'string');
  expectIfGiven('region', region, 'string');
  expectTime('now', now);
  const report = JSON.parse(rethrown(TokenError, () => backend.inspect(token, apiKeySecret ?? undefined, region ?? undefined, now)));
  const findings = report.findings.map(({ twilio_code: twilioCode, ...finding }) => ({ ...finding, twilioCode }));
  return { ...report, findings };
}

module.exports = { inspect };
