'use strict';

// The listener among the other middleware of an Express application, whose parsers have read the body if they come first.

const express = require('express');
const { createTokenListener } = require('../../../npm/http.js');

const app = express();
if (process.argv[3] === 'parsers') app.use(express.json(), express.urlencoded());
app.use(createTokenListener());
app.all('/another', express.text(), (request, response) => response.send(`another: ${request.body}`));
app.use('/below', createTokenListener());
app.listen(Number(process.argv[2]), '127.0.0.1');
