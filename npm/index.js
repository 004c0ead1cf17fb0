'use strict';

const { AccessToken } = require('./access-token.js');
const { TokenVerifier, inspect } = require('./reader.js');
const { TokenError } = require('./token-error.js');
const { TokenSigner } = require('./token-signer.js');

module.exports = { AccessToken, TokenError, TokenSigner, TokenVerifier, inspect };
