'use strict';

// Copies the addon that cargo built to the name under which npm/backend.js looks for it on this platform; or, of the profile and to
// the file that are named, one that is built for a test.

const { copyFileSync, mkdirSync } = require('node:fs');
const { dirname, join } = require('node:path');

const root = join(__dirname, '..');
const { platform, arch } = process;

const built = {
  darwin: 'libtwilio_access_token_node.dylib',
  linux: 'libtwilio_access_token_node.so',
  win32: 'twilio_access_token_node.dll',
}[platform];
const musl = platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
const abi = { darwin: '', linux: musl ? '-musl' : '-gnu', win32: '-msvc' }[platform];

const [profile = 'release', file = `npm/twilio-access-token.${platform}-${arch}${abi}.node`] = process.argv.slice(2);
const target = join(root, file);
mkdirSync(dirname(target), { recursive: true });
copyFileSync(join(root, process.env.CARGO_TARGET_DIR ?? 'target', profile, built), target);
