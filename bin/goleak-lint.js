#!/usr/bin/env node
// CommonJS, as the package.json beside it says: that way Node needs no module loader of the other kind to start us.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const start = join(__dirname, '../dist/start.cjs');
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 20)) {
  fail(`Node ${process.versions.node} is too old, at least 20.20 is needed`);
} else if (!existsSync(start)) {
  fail('not built yet; run npm ci (or npm run build) in its folder');
} else {
  require(start);
}

function fail(message) {
  console.error(`goleak-lint: ${message}`);
  process.exitCode = 2;
}
