'use strict';

// What Node can do at most: the same answer whatever it is asked, with the headers of the endpoint's.

const { readFileSync } = require('node:fs');
const { createServer } = require('node:http');
const { join } = require('node:path');

const answer = readFileSync(join(__dirname, 'answer.json'), 'utf8');
const headers = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'Content-Type',
  'content-type': 'application/json',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

createServer((request, response) => {
  request.resume();
  response.writeHead(200, headers).end(answer);
}).listen(Number(process.argv[2]), '127.0.0.1');
