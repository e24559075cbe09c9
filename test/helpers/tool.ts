import type { Terminal } from '../../src/cli/terminal.ts';
import type { Tool } from '../../src/cli/tool.ts';
import type { Suppression } from '../../src/engine/contract.ts';
import type { Linked, LintOptions } from '../../src/engine/lint.ts';
import { parseDirective } from '../../src/golang/directive.ts';
import type { AnyRule } from '../../src/rule/contract.ts';
import type { Finding } from '../../src/rule/finding.ts';
import { rule } from './findings.ts';

/** A tool whose one trick is to find comments: `// FIND rule severity confidence`. Its ignore comments cover their own line and the next. */
export function smallTool(more: Partial<Tool> = {}): Tool {
  return {
    name: 'goleak-lint',
    version: '0.1.0',
    rules: [anyRule('unbounded-read'), anyRule('growing-map'), anyRule('body-dump', ['unbounded-read'])],
    doc: id => `<!-- generated: begin -->\n# ${id}\n<!-- generated: end -->\n\nMore.\n`,
    lint: request => Promise.resolve(lint(request)),
    ...more,
  };
}

function anyRule(id: string, beats: readonly string[] = []): AnyRule {
  return { ...rule({ id }), beats, evidence: 'file', triggers: [], messages: {}, check: () => [] };
}

function lint({ project, rules, progress }: LintOptions): Linked {
  const named = project.files.filter(file => file.named);
  progress?.(named.length, named.length);
  const read = named.map(file => [file.path, project.read(file.path).split('\n')] as const);
  return {
    findings: read.flatMap(([path, lines]) => lines.flatMap((text, at) => find(path, at + 1, text, rules))),
    suppressions: read.flatMap(([path, lines]) => lines.flatMap((text, at) => suppressions(path, at + 1, text))),
    silences: [],
    notices: read.flatMap(([path, lines]) =>
      lines.includes('BROKEN') ? [{ path, line: 2, message: 'is broken' }] : [],
    ),
    stats: { files: named.length, parsed: named.length, bytes: 0, ms: { parse: 1.5, 'unbounded-read': 0.25 } },
  };
}

function find(path: string, line: number, text: string, rules: readonly AnyRule[]): readonly Finding[] {
  const [, id, severity, confidence] = text.match(/FIND (\S+) (error|warning|note) (high|medium|low)/) ?? [];
  if (!id || !rules.some(known => known.id === id)) return [];
  return [
    {
      rule: id,
      severity: severity as Finding['severity'],
      confidence: confidence as Finding['confidence'],
      message: `found at ${line}`,
      location: { path, start: { line, column: 1 }, end: { line, column: 5 } },
      related: [
        { location: { path, start: { line: 1, column: 1 }, end: { line: 1, column: 2 } }, note: 'begins here' },
      ],
      flow: [],
      symbol: '',
      fingerprint: `${line}`.padStart(8, '0'),
      identity: `${id} ${text.trim()}`,
    },
  ];
}

function suppressions(path: string, line: number, text: string): readonly Suppression[] {
  const comment = text.indexOf('//');
  const directive = comment < 0 ? undefined : parseDirective(text.slice(comment));
  if (!directive) return [];
  const location = { path, start: { line, column: comment + 1 }, end: { line, column: text.length + 1 } };
  return [{ ...directive, location, from: line, to: line + 1 }];
}

/** A terminal that remembers. */
export interface Recorder extends Terminal {
  readonly out: () => string;
  readonly err: () => string;
}

export function recorder(cwd: string, more: { readonly isTTY?: boolean; readonly stdin?: string } = {}): Recorder {
  const written = { out: '', err: '' };
  const stream = (name: 'out' | 'err') => ({
    isTTY: more.isTTY ?? false,
    width: 100,
    write: (text: string) => {
      written[name] += text;
    },
  });
  return {
    cwd,
    env: {},
    stdout: stream('out'),
    stderr: stream('err'),
    readStdin: () => more.stdin ?? '',
    out: () => written.out,
    err: () => written.err,
  };
}
