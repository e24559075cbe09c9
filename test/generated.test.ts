import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { configurationSchema, type DocumentedRule, ruleIndex, withHead, withTable } from '../dev/generated.mjs';
import { rules } from '../rules/index.ts';
import { jsonSchema } from '../src/config/schema.ts';
import { metaRules } from '../src/findings/meta-rules.ts';

const all: readonly DocumentedRule[] = [...rules, ...metaRules].sort((a, b) => (a.id < b.id ? -1 : 1));
const STALE = 'is stale: run npm run generate, and commit what it wrote';

function read(path: string): string {
  return readFileSync(path, 'utf8');
}

test('rules/index.ts lists the folders', () => {
  const ids = readdirSync('rules').filter(id => existsSync(`rules/${id}/rule.ts`));
  expect(read('rules/index.ts') === ruleIndex(ids.sort()), `rules/index.ts ${STALE}`).toBe(true);
});

test.each(all.map(rule => [rule.id, rule] as const))(
  'the head of rules/%s/doc.md says what the rule says',
  (id, rule) => {
    const doc = read(`rules/${id}/doc.md`);
    expect(doc === withHead(doc, rule), `rules/${id}/doc.md ${STALE}`).toBe(true);
  },
);

test('the table of the README lists every rule', () => {
  const readme = read('README.md');
  expect(readme === withTable(readme, all), `README.md ${STALE}`).toBe(true);
});

test('the schema of the configuration knows every rule', () => {
  const path = 'docs/configuration.schema.json';
  expect(read(path) === configurationSchema(jsonSchema(all)), `${path} ${STALE}`).toBe(true);
});

test.each(rules.map(({ id }) => id))('%s lies in the folder of its name', id => {
  expect(existsSync(`rules/${id}/rule.ts`)).toBe(true);
});
