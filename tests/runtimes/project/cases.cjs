// What the checks are about, which the test writes beside this file.
module.exports = require('./cases.json');
