#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const start = fileURLToPath(new URL('../dist/start.cjs', import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 20)) {
  fail(`Node ${process.versions.node} is too old, at least 20.20 is needed`);
} else if (!existsSync(start)) {
  fail('not built yet; run npm ci (or npm run build) in its folder');
} else {
  createRequire(import.meta.url)(start);
}

function fail(message) {
  console.error(`goleak-lint: ${message}`);
  process.exitCode = 2;
}
