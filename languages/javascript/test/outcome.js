// Runs the shared cases, tests/vectors/embeddings.json, in whatever has imported this: Node or a page.

import { AccessTokenError, SigningKey, TokenVerifier, WebhookKey, inspect } from '../index.js';

const keyOf = ({ account_sid, api_key_sid, api_key_secret }) => ({ accountSid: account_sid, apiKeySid: api_key_sid, apiKeySecret: api_key_secret });

const CALLS = {
  sign(given) {
    return new SigningKey(keyOf(given)).sign(given.token, given.now);
  },
  verify(given) {
    const verifier = new TokenVerifier(keyOf(given));
    verifier.setLeeway(given.leeway);
    return verifier.verify(given.token, given.now);
  },
  inspect({ token, api_key_secret, region, now }) {
    const report = inspect(token, { apiKeySecret: api_key_secret ?? undefined, region: region ?? undefined, now });
    if (/MarkedSecret/.test(JSON.stringify(report))) throw new Error('the secret is in the report');
    const { signature, findings } = report;
    return { signature, findings: findings.map(({ code, twilioCode = null, severity }) => [code, twilioCode, severity]) };
  },
  webhook({ secret, settings, signature, url, fields, body }) {
    const key = new WebhookKey(secret, settings ?? undefined);
    if (body === undefined) key.validateForm(signature, url, fields);
    else key.validateBody(signature, url, body);
    return null;
  },
};

/** What a case comes to: `{ result }` or `{ error }`, as the case has it. */
export function outcome(given) {
  try {
    return { result: CALLS[given.call](given) };
  } catch (error) {
    if (!(error instanceof AccessTokenError)) throw error;
    if (/MarkedSecret/.test(error.stack + JSON.stringify(error))) throw new Error('the secret is in the error');
    return { error: error.code };
  }
}
