'use strict';

// Copies the addon that cargo built to the name under which npm/native.js looks for it on this platform.

const { copyFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
const { platform, arch } = process;

const built = {
  darwin: 'libtwilio_access_token_node.dylib',
  linux: 'libtwilio_access_token_node.so',
  win32: 'twilio_access_token_node.dll',
}[platform];
const musl = platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
const abi = { darwin: '', linux: musl ? '-musl' : '-gnu', win32: '-msvc' }[platform];

const target = join(root, 'npm', `twilio-access-token.${platform}-${arch}${abi}.node`);
copyFileSync(join(root, process.env.CARGO_TARGET_DIR ?? 'target', 'release', built), target);
