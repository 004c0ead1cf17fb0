'use strict';

const { createServer } = require('node:http');
const { createTokenListener } = require('../../../npm/http.js');

createServer(createTokenListener()).listen(Number(process.argv[2]), '127.0.0.1');
