import type { Report, Reporter } from '../findings/report.ts';
import type { RuleMeta } from '../rule/finding.ts';
import { neutralJson } from './neutral.ts';

/** Grows when a reader of the format would have to change; new fields alone do not count. */
const VERSION = 1;

/** Everything, for programs. The format is described by `docs/json-format.md` and its JSON Schema; it holds no times, so equal runs give equal bytes. */
export const json: Reporter = {
  name: 'json',
  render: report => `${neutralJson(JSON.stringify(document(report), null, 2))}\n`,
};

function document({ tool, rules, findings, notices, hidden, leftOut, stats }: Report): object {
  return {
    version: VERSION,
    tool,
    files: stats.files,
    findings,
    notices,
    hidden,
    leftOut,
    rules: rules.map(ruleRow),
  };
}

function ruleRow({ id, summary, severity, confidence, since, cwe }: RuleMeta): object {
  return { id, summary, severity, confidence, since, cwe };
}
