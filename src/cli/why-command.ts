/** `goleak-lint why FILE:LINE`: the same evidence that fills related places and code flows, for people who argue with a finding or miss one. */
import type { Silence } from '../engine/contract.ts';
import { discover } from '../project/discover.ts';
import { neutral } from '../report/neutral.ts';
import type { Finding, Related } from '../rule/finding.ts';
import type { Place, Settings } from './args.ts';
import { policyFor } from './lint-state.ts';
import { relocate } from './relocate.ts';
import type { Terminal } from './terminal.ts';
import type { Tool } from './tool.ts';
import { tuningOf, withAssumptions } from './tune.ts';

/** Prints what every rule has to say about the line; 0 whether it is good or bad. Throws `UserError` for a file that does not exist. */
export async function whyCommand({ line }: Place, settings: Settings, tool: Tool, terminal: Terminal): Promise<number> {
  const { patterns, tests, generated, gitignore } = settings;
  const discovered = await discover({
    patterns,
    tests: tests || patterns.some(path => path.endsWith('_test.go')),
    generated,
    gitignore,
    cwd: terminal.cwd,
  });
  const { project } = discovered;
  const named = new Set(project.files.filter(file => file.named).map(file => file.path));
  const policy = await policyFor(discovered, settings, tool, terminal);
  const linted = await tool.lint({
    project: withAssumptions(project, policy),
    rules: tool.rules,
    tuning: tuningOf(project, policy),
    jobs: 1,
    silences: true,
  });
  const moved = relocate(project.root, terminal.cwd);
  const isHere = ({ location: { path, start, end } }: Finding | Silence) =>
    named.has(path) && start.line <= line && line <= end.line;
  const findings = moved.findings(linted.findings.filter(isHere));
  const silences = linted.silences
    .filter(isHere)
    .map(silence => ({ ...silence, location: moved.location(silence.location), flow: moved.related(silence.flow) }));
  const told = [...findings.flatMap(findingLines), ...silences.flatMap(silenceLines)];
  const nothing = [
    `no rule looks at line ${line}: nothing on it can grow, block or be read whole as far as the rules know`,
  ];
  terminal.stdout.write([...(told.length > 0 ? told : nothing), ''].join('\n'));
  return 0;
}

function findingLines(finding: Finding): readonly string[] {
  const { rule, severity, confidence, message, flow, related, symbol } = finding;
  return [
    `${place(finding)}: ${severity}, ${confidence} confidence (${rule})`,
    `  ${neutral(message)}`,
    ...(symbol ? [`  in ${symbol}`] : []),
    ...steps('the way of the value:', flow),
    ...steps('besides:', related),
  ];
}

function silenceLines(silence: Silence): readonly string[] {
  return [
    `${place(silence)}: in order (${silence.rule})`,
    `  ${neutral(silence.because)}`,
    ...steps('the way of the value:', silence.flow),
  ];
}

function steps(title: string, places: readonly Related[]): readonly string[] {
  return places.length === 0 ? [] : [`  ${title}`, ...places.map(each => `    ${place(each)}: ${neutral(each.note)}`)];
}

function place({ location: { path, start } }: Finding | Silence | Related): string {
  return `${neutral(path)}:${start.line}:${start.column}`;
}
