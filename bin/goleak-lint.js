#!/usr/bin/env node
import { existsSync } from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 20)) {
  fail(`Node ${process.versions.node} is too old, at least 20.20 is needed`);
} else if (!existsSync(main)) {
  fail('not built yet; run npm ci (or npm run build) in its folder');
} else {
  await import(main.href);
}

function fail(message) {
  console.error(`goleak-lint: ${message}`);
  process.exitCode = 2;
}
