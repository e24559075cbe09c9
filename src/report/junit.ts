import type { Reporter } from '../findings/report.ts';
import type { Finding } from '../rule/finding.ts';
import { groupBy } from '../text/group-by.ts';
import { neutral } from './neutral.ts';
import { lines, placeOf } from './sentences.ts';
import { document, type Element } from './xml.ts';

/** One suite for each rule: its findings are tests that failed; without any it has one that passed, because CI systems take an empty report for a broken job. */
export const junit: Reporter = {
  name: 'junit',
  render({ findings, rules, tool }) {
    const byRule = groupBy(findings, finding => finding.rule);
    const ids = [...new Set([...rules.map(({ id }) => id), ...byRule.keys()])];
    const suites = ids.map(id => suite(id, tool.name, byRule.get(id) ?? []));
    return document('testsuites', {
      '@name': tool.name,
      '@tests': ids.reduce((sum, id) => sum + Math.max(1, byRule.get(id)?.length ?? 0), 0),
      '@failures': findings.length,
      '@errors': 0,
      testsuite: suites,
    });
  },
};

function suite(rule: string, tool: string, findings: readonly Finding[]): Element {
  // Readers cut a class's name at its last dot into a package and a class.
  const classname = `${tool}.${rule}`;
  const cases = findings.map(finding => failed(finding, classname));
  return {
    '@name': rule,
    '@tests': Math.max(1, cases.length),
    '@failures': cases.length,
    '@errors': 0,
    testcase: cases.length > 0 ? cases : [{ '@name': 'no findings', '@classname': classname }],
  };
}

function failed(finding: Finding, classname: string): Element {
  const { severity, message, location } = finding;
  const text = [`${placeOf(finding)}: ${severity}`, ...lines(finding)].join('\n');
  return {
    '@name': placeOf(finding),
    '@classname': classname,
    '@file': neutral(location.path),
    '@line': location.start.line,
    failure: [{ '@type': severity, '@message': neutral(message), '#text': text }],
  };
}
