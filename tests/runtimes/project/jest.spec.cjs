// Under Jest, whose fake timers are the clock.
const { check, now } = require('./check.cjs');

test('under fake timers', () => {
  jest.useFakeTimers({ now: now * 1000 });
  try {
    expect(check(require('twilio-access-token'))).toBe(process.env.EXPECTED_BACKEND);
    expect(check(require('twilio-access-token/wasm'))).toBe('wasm');
  } finally {
    jest.useRealTimers();
  }
});
