// The endpoint behind the Fetch API.
import { backend } from 'twilio-access-token';
import { createFetchHandler } from 'twilio-access-token/fetch';

import cases from './cases.cjs';

const { account_sid: ACCOUNT_SID, api_key_sid: API_KEY, api_key_secret: API_SECRET } = cases.key;
const handler = createFetchHandler({ env: { TOKEN_AUTH: 'anyone', ALLOWED_ORIGINS: '*', ACCOUNT_SID, API_KEY, API_SECRET } });
handler.check();

const response = await handler(
  new Request('http://localhost/create-room-token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ identity: 'alice' }),
  }),
);
const { identity, token } = await response.json();
if (identity !== 'alice' || token.split('.').length !== 3) throw new Error(`${response.status}: ${token}`);
console.log(backend);
