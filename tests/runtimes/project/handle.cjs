// Calls the Function in the file that is named, as Twilio's runtime does, and prints its token.
globalThis.Twilio = {
  Response: class {
    setStatusCode() {}

    setHeaders() {}

    appendHeader() {}

    setBody(body) {
      this.body = body;
    }
  },
};

const { handler } = require(require('node:path').resolve(process.argv[2]));

handler({ DOMAIN_NAME: 'example.twil.io', PATH: '/create-room-token' }, { identity: 'alice' }, (error, response) => {
  if (error) throw error;
  console.log(response.body.token);
});
