'use strict';

const native = require('./native.js');
const { TokenError } = require('./token-error.js');
const { expect, expectIfGiven, expectType, keyTexts } = require('./types.js');

const nowInSeconds = () => Math.floor(Date.now() / 1000);

/** Says whether a token is this account's, unaltered and of this time. */
class TokenVerifier {
  #keys;

  constructor(keys, { leeway = 0 } = {}) {
    const texts = [keys].flat().flatMap(keyTexts);
    if (!Number.isInteger(leeway) || leeway < 0 || leeway > 86400) {
      throw new TokenError('invalid-time', 'leeway must be a whole number of seconds from 0 to 86400.');
    }
    try {
      this.#keys = new native.Verifier(texts, leeway);
    } catch (error) {
      throw TokenError.from(error);
    }
  }

  verify(token) {
    expectType('token', token, 'string');
    try {
      return JSON.parse(this.#keys.verify(token, nowInSeconds()));
    } catch (error) {
      throw TokenError.from(error);
    }
  }
}

/** What a token holds, and why Twilio would refuse it. */
function inspect(token, { apiKeySecret, region, now = nowInSeconds() } = {}) {
  expectType('token', token, 'string');
  expectIfGiven('apiKeySecret', apiKeySecret, 'string');
  expectIfGiven('region', region, 'string');
  expect('now', now, 'number');
  let report;
  try {
    report = JSON.parse(native.inspect(token, apiKeySecret ?? undefined, region ?? undefined, now));
  } catch (error) {
    throw TokenError.from(error);
  }
  const findings = report.findings.map(({ twilio_code: twilioCode, ...finding }) => ({ ...finding, twilioCode }));
  return { ...report, findings };
}

module.exports = { TokenVerifier, inspect };
