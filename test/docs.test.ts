import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { metaRules } from '../src/findings/meta-rules.ts';
import { lintFiles, shown } from './harness.ts';

function doc(id: string): string {
  return readFileSync(`rules/${id}/doc.md`, 'utf8');
}

function blocks(id: string, kind: 'bad' | 'good'): readonly string[] {
  return [...doc(id).matchAll(new RegExp(`^\`\`\`go ${kind}\\n(.*?)^\`\`\``, 'gms'))].map(match => match[1]!);
}

/** A module that requires what the example imports. */
function module(text: string): string {
  const required = [...text.matchAll(/^\s*(?:import\s+)?(?:\w+\s+)?"(\w+\.\w+\/\S+)"$/gm)].map(
    ([, path]) => `require ${path} v0.0.0`,
  );
  return ['module example.com/m', 'go 1.24', ...required, ''].join('\n');
}

async function rulesThatFire(text: string): Promise<readonly string[]> {
  return shown(await lintFiles({ 'go.mod': module(text), 'shop/shop.go': text })).map(finding => finding.rule);
}

describe.each(rules.map(({ id }) => id))('rules/%s/doc.md', id => {
  test('says what, why, what instead, and when not', () => {
    const headings = [...doc(id).matchAll(/^## (.+)$/gm)].map(match => match[1]);
    expect(headings).toEqual(
      expect.arrayContaining(['What it finds', 'Why it leaks', 'Instead', 'When not to use it']),
    );
  });

  test('what it calls bad is found', async () => {
    expect(blocks(id, 'bad')).not.toHaveLength(0);
    for (const text of blocks(id, 'bad')) expect(await rulesThatFire(text)).toContain(id);
  });

  test('what it calls good is silent for every rule', async () => {
    expect(blocks(id, 'good')).not.toHaveLength(0);
    for (const text of blocks(id, 'good')) expect(await rulesThatFire(text)).toEqual([]);
  });
});

test.each(metaRules.map(({ id }) => id))('rules/%s/doc.md says when not to use it', id => {
  expect(doc(id)).toContain('## When not to use it');
});

test('every link in our own pages leads to a file', () => {
  for (const page of ['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'CHANGELOG.md', 'docs/json-format.md']) {
    const folder = page.includes('/') ? `${page.slice(0, page.lastIndexOf('/'))}/` : '';
    for (const [, link] of readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)#\s]+)\)/g)) {
      expect(() => readFileSync(folder + link), `${page}: ${link}`).not.toThrow();
    }
  }
});

test('the changelog names every rule', () => {
  const changelog = readFileSync('CHANGELOG.md', 'utf8');
  const ids = [...rules, ...metaRules].map(({ id }) => id);
  expect(ids.filter(id => !changelog.includes(`(rules/${id}/doc.md)`))).toEqual([]);
});
