'use strict';

// The handler behind Node's HTTP server, as adapters put it: requests and responses are Node's own classes of the Fetch API.

const { createServer } = require('node:http');
const { Readable } = require('node:stream');
const { createFetchHandler } = require('../../../npm/fetch.js');

const handler = createFetchHandler();

createServer(async (incoming, outgoing) => {
  const { method, url, rawHeaders } = incoming;
  const headers = new Headers();
  for (let index = 0; index < rawHeaders.length; index += 2) headers.append(rawHeaders[index], rawHeaders[index + 1]);
  const body = ['GET', 'HEAD'].includes(method) ? undefined : Readable.toWeb(incoming);
  try {
    const response = await handler(new Request(new URL(url, 'http://localhost'), { method, headers, body, duplex: 'half' }));
    outgoing.writeHead(response.status, [...response.headers].flat());
    outgoing.end(await response.text());
  } catch {
    outgoing.destroy();
  }
}).listen(Number(process.argv[2]), '127.0.0.1');
