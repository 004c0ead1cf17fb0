'use strict';

// Signs a token with the package in the checkout, which takes the back end that the environment forces.

const { AccessToken, TokenVerifier, backend } = require('../../npm');

const key = { accountSid: `AC${'0'.repeat(32)}`, apiKeySid: `SK${'0'.repeat(32)}`, apiKeySecret: 'not-a-secret' };
const token = new AccessToken(...Object.values(key), { identity: 'alice' });
const { grants } = new TokenVerifier(key).verify(token.toJwt());
if (grants.identity !== 'alice') throw new Error('the token is not the one that was signed');
console.log(backend);
