'use strict';

const { Endpoint, JSON_TYPE, answer, pairs, serialize } = require('./endpoint.js');

/** A handler for a Twilio Function, whose own path is the one that it answers at. */
function createRoomToken({ env } = {}) {
  return function handler(context, event, callback) {
    let response;
    try {
      const endpoint = new Endpoint({ ...ownUrl(context), ...(env ?? process.env) });
      response = respond(answer(endpoint, read(event)));
    } catch (error) {
      callback(error);
      return;
    }
    callback(null, response);
  };
}

/** What a server of one's own must be told: the URL that Twilio requests. */
function ownUrl({ DOMAIN_NAME, PATH }) {
  return DOMAIN_NAME && PATH ? { TOKEN_URL: `https://${DOMAIN_NAME}${PATH}` } : {};
}

/**
 * The request behind an event, which holds the fields of query and body, parsed and in one, but neither the method nor how the
 * body was written.
 */
function read({ request, ...fields }) {
  // A field of that name hides the request, so this may be anything at all.
  const given = Object.entries(request?.headers ?? {}).flatMap(([name, values]) => [values].flat().map((value) => [name, value]));
  const headers = given.filter(([, value]) => typeof value === 'string');
  const isType = ([name]) => name.toLowerCase() === 'content-type';
  const { type, body } = serialize(fields, headers.find(isType)?.[1]);
  return {
    method: 'POST',
    target: '/create-room-token',
    headers: [...headers.filter((header) => !isType(header)), ['content-type', type]].flat(),
    body,
  };
}

function respond({ status, headers, body }) {
  const response = new Twilio.Response();
  response.setStatusCode(status);
  for (const [name, value] of pairs(headers)) response.appendHeader(name, value);
  // The runtime would write JSON text as a JSON string.
  response.setBody(headers.includes(JSON_TYPE) ? JSON.parse(body) : body);
  return response;
}

module.exports = { createRoomToken };
