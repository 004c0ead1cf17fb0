// A Worker of Cloudflare's.
import * as api from 'twilio-access-token';
import * as wasm from 'twilio-access-token/wasm';
import { createFetchHandler } from 'twilio-access-token/fetch';
import { validateRequest } from 'twilio-access-token/webhooks';

import { checkFrozen } from './check.cjs';

export default {
  fetch(request, env) {
    if (new URL(request.url).pathname !== '/check') return createFetchHandler({ env })(request);
    if (validateRequest !== api.validateRequest) throw new Error('the entries have not the same functions');
    return new Response([checkFrozen(api), checkFrozen(wasm), typeof process, typeof Buffer].join());
  },
};
