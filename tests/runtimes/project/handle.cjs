// Calls the Function in the file that is named, as Twilio's runtime does, and prints its token.
globalThis.Twilio = {
  Response: class {
    setHeaders(headers) {
      this.headers = headers;
    }

    setBody(body) {
      this.body = body;
    }
  },
};

const { handler } = require(require('node:path').resolve(process.argv[2]));

handler({}, { identity: 'alice' }, (error, response) => {
  if (error) throw error;
  console.log(response.body.token);
});
