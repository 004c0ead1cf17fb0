'use strict';

// What several of the classes that stand in for those of `twilio` hold their arguments to.

/** An error, whose class is loaded with the first of them. */
function tokenError(code, message) {
  const { TokenError } = require('./errors.js');
  return new TokenError(code, message);
}

/** What is wrong with a string that is not Unicode. UTF-8, which the addon takes, has another string for it. */
const illFormed = (name) => `${name} has a lone surrogate, which is not valid Unicode.`;

/** Sets a property so that neither console.log nor JSON.stringify shows it. */
function hide(object, name, value) {
  Object.defineProperty(object, name, { value, writable: true, configurable: true });
}

/** A secret for an HMAC in one of the forms that the addon takes, a string or bytes; nothing where it is none. */
function hmacSecret(secret) {
  if (typeof secret === 'string' || secret instanceof Uint8Array) return secret;
  if (secret?.type === 'secret' && typeof secret.export === 'function') return secret.export();
  return undefined;
}

/** The same. What is none is refused with the messages of `twilio`, and with `code`. */
function keyMaterial(secret, alg, code) {
  const material = hmacSecret(secret);
  const symmetric = secret?.type === undefined ? 'is not valid key material' : `must be a symmetric key when using ${alg}`;
  if (material === undefined) throw tokenError(code, `secretOrPrivateKey ${symmetric}`);
  if (isPrivatePem(material)) throw tokenError(code, `secretOrPrivateKey must be a symmetric key when using ${alg}`);
  return material;
}

/** Whether this is the PEM of a private key, which is no secret that Twilio knows. */
function isPrivatePem(material) {
  const isText = typeof material === 'string';
  if (!(isText ? material.includes('-----BEGIN') : material[0] === HYPHEN)) return false;
  return /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(isText ? material : String.fromCharCode(...material.subarray(0, 64)));
}

const HYPHEN = 45;

/** The units of a lifetime that is a text, and how many milliseconds each has; those of the package `ms`, which `twilio` reads it with. */
const UNITS = [
  [/^(milliseconds?|msecs?|ms)$/i, 1],
  [/^(seconds?|secs?|s)$/i, 1000],
  [/^(minutes?|mins?|m)$/i, 60_000],
  [/^(hours?|hrs?|h)$/i, 3_600_000],
  [/^(days?|d)$/i, 86_400_000],
  [/^(weeks?|w)$/i, 604_800_000],
  [/^(years?|yrs?|y)$/i, 31_557_600_000],
];

/**
 * When what is issued at `now` expires, in whole seconds, by a lifetime as `twilio` takes it: a whole number of seconds, or a text with
 * a unit. A text without one is refused, since `twilio` reads "3600" as milliseconds, and its token is dead at once.
 */
function expiry(now, ttl) {
  if (Number.isInteger(ttl)) return now + ttl;
  const message = '"expiresIn" should be a number of seconds or string representing a timespan';
  if (typeof ttl !== 'string' || ttl === '') throw tokenError('invalid-ttl', message);
  const [, amount, name] = (ttl.length <= 100 && /^(-?(?:\d+)?\.?\d+) *([a-z]+)$/i.exec(ttl)) || [];
  const unit = UNITS.find(([names]) => names.test(name));
  if (!unit) throw tokenError('invalid-ttl', `${message} eg: "1d", "20h", 60`);
  return Math.floor(now + (parseFloat(amount) * unit[1]) / 1000);
}

module.exports = { expiry, hide, hmacSecret, illFormed, keyMaterial, tokenError };
