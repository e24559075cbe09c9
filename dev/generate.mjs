// npm run generate: makes rules/index.ts from the folders, and from the rules themselves the heads of their doc.md the README's table, and the schema of the configuration.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { importSource } from './bundle.mjs';
import { configurationSchema, ruleIndex, withHead, withTable } from './generated.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const ids = readdirSync('rules')
  .filter(id => existsSync(`rules/${id}/rule.ts`))
  .sort();
update('rules/index.ts', ruleIndex(ids));

// The rules are TypeScript, which Node 20 can't load.
const [{ rules }, { metaRules }, { jsonSchema }] = await importSource([
  'rules/index.ts',
  'src/findings/meta-rules.ts',
  'src/config/schema.ts',
]);
const all = [...rules, ...metaRules].sort((a, b) => (a.id < b.id ? -1 : 1));

for (const rule of all) {
  const path = `rules/${rule.id}/doc.md`;
  update(path, withHead(existsSync(path) ? readFileSync(path, 'utf8') : '', rule));
}
update('docs/configuration.schema.json', configurationSchema(jsonSchema(all)));
update('README.md', withTable(readFileSync('README.md', 'utf8'), all));

function update(path, text) {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  writeFileSync(path, text);
  console.log(`generated ${path}`);
}
