// npm run new <rule>: lays out the two folders of a rule, with a rule that finds something, so that the way from there is only editing.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [id, root = fileURLToPath(new URL('..', import.meta.url))] = process.argv.slice(2);

if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id ?? ''))
  fail('usage: npm run new <rule>, where "allow <rule>" reads well: growing-map, stuck-ticker-loop');
if (existsSync(join(root, 'rules', id))) fail(`rules/${id} is there already`);

for (const [path, text] of Object.entries(files(id))) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  console.log(`created ${path}`);
}
console.log(`
Next:
  1. fixtures/${id}/bad    write Go that must be found, each place marked // want "..."
  2. fixtures/${id}/good   write every look-alike that must stay silent
  3. rules/${id}/rule.ts   make both true
  4. rules/${id}/doc.md    say why it leaks and when the rule is wrong
  5. npm run check`);

function files(rule) {
  return {
    [`rules/${rule}/rule.ts`]: `import { call, defineRule } from '#rule';

export default defineRule({
  id: '${rule}',
  summary: 'One sentence that says what is wrong, with a full stop.',
  severity: 'warning',
  confidence: 'medium',
  since: '0.1.0',
  cwe: ['CWE-400'],
  evidence: 'file',
  triggers: [call('time.Sleep')],
  messages: {
    found: { text: '{what} is here: say what is wrong, why that leaks, and the exact repair' },
  },

  *check({ sites, finding }) {
    for (const site of sites) yield finding(site, 'found', { what: site.symbol });
  },
});
`,
    [`rules/${rule}/doc.md`]: `<!-- generated: end -->

## What it finds

Say it in two sentences.

\`\`\`go bad
package shop

import "time"

func wait() {
	time.Sleep(time.Second)
}
\`\`\`

## Why it leaks

What grows, how fast, since which Go version.

## Instead

\`\`\`go good
package shop
\`\`\`

## When not to use it

Where the rule is wrong or its advice not worth it.
`,
    [`fixtures/${rule}/bad/bad.go`]: `package bad

import "time"

func wait() {
	time.Sleep(time.Second) // want "time.Sleep is here"
}
`,
    [`fixtures/${rule}/good/good.go`]: `package good

// Every near miss that a reviewer can imagine.
`,
  };
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
