// Under Vitest, whose fake timers are the clock.
import * as api from 'twilio-access-token';
import * as wasm from 'twilio-access-token/wasm';

import { check, now } from './check.cjs';

test('under fake timers', () => {
  vi.useFakeTimers({ now: now * 1000 });
  try {
    expect(check(api)).toBe(process.env.EXPECTED_BACKEND);
    expect(check(wasm)).toBe('wasm');
  } finally {
    vi.useRealTimers();
  }
});
