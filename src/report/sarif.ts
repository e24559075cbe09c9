import builders from 'node-sarif-builder';
import type {
  ArtifactLocation,
  Notification,
  PhysicalLocation,
  Region,
  ReportingDescriptor,
  Result,
  Run,
  Location as SarifLocation,
} from 'sarif';
import type { Notice, Report, Reporter } from '../findings/report.ts';
import type { Confidence, Finding, Related, RuleMeta, Severity } from '../rule/finding.ts';
import type { Location } from '../text/position.ts';
import { neutral, neutralJson } from './neutral.ts';

const { SarifBuilder, SarifResultBuilder, SarifRunBuilder } = builders;

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
/** A key of our own: GitHub's upload computes `primaryLocationLineHash` itself and warns where ours would differ. */
const FINGERPRINT = 'goleakLint/v1';

/** SARIF 2.1.0 in the shape that GitHub code scanning shows best. */
export const sarif: Reporter = {
  name: 'sarif',
  render(report) {
    const log = new SarifBuilder({ $schema: SCHEMA });
    const run = new SarifRunBuilder(runOf(report));
    for (const finding of report.findings) run.addResult(new SarifResultBuilder(resultOf(finding)));
    log.addRun(run);
    // Not buildSarifJsonString: that refuses logs in which a certain word of its own occurs, and a linted file may hold any word.
    return `${neutralJson(JSON.stringify(log.buildSarifOutput(), null, 2))}\n`;
  },
};

function runOf({ tool, rules, findings, notices }: Report): Run {
  const paths = [...new Set(findings.map(finding => finding.location.path))];
  return {
    tool: {
      driver: {
        name: tool.name,
        version: tool.version,
        semanticVersion: tool.version,
        ...(tool.uri && { informationUri: tool.uri }),
        rules: rules.map(rule => descriptor(rule, tool.uri)),
      },
    },
    columnKind: 'utf16CodeUnits',
    automationDetails: { id: `${tool.name}/` },
    invocations: [{ executionSuccessful: true, toolExecutionNotifications: notices.map(notification) }],
    artifacts: paths.map(path => ({ location: artifact(path), sourceLanguage: 'go' })),
    results: [],
  };
}

// ---- rules

const PROBLEM: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'recommendation' };
const PRECISION: Readonly<Record<Confidence, string>> = { high: 'high', medium: 'medium', low: 'low' };

function descriptor(rule: RuleMeta & { readonly doc: string }, uri: string | undefined): ReportingDescriptor {
  const { id, summary, severity, confidence, security, doc } = rule;
  return {
    id,
    name: pascalCase(id),
    shortDescription: { text: summary },
    fullDescription: { text: summary },
    help: { text: doc, markdown: doc },
    ...(uri && { helpUri: `${uri}/blob/main/rules/${id}/doc.md` }),
    defaultConfiguration: { level: severity },
    properties: {
      tags: tags(rule),
      precision: PRECISION[confidence],
      'problem.severity': PROBLEM[severity],
      ...(security && { 'security-severity': security }),
    },
  };
}

function tags({ cwe, security }: RuleMeta): string[] {
  return ['go', 'memory', ...(security ? ['security'] : []), ...cwe.map(id => `external/cwe/${id.toLowerCase()}`)];
}

function pascalCase(id: string): string {
  return id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

// ---- findings

function resultOf(finding: Finding): Result {
  const { rule, severity, confidence, location, related, flow, fingerprint } = finding;
  return {
    ruleId: rule,
    level: severity,
    message: { text: linkedMessage(finding) },
    locations: [{ physicalLocation: { artifactLocation: artifact(location.path), region: oneLine(location) } }],
    ...(related.length > 0 && { relatedLocations: related.map((place, at) => ({ id: at + 1, ...noted(place) })) }),
    ...(flow.length > 0 && {
      codeFlows: [{ threadFlows: [{ locations: flow.map(step => ({ location: noted(step) })) }] }],
    }),
    partialFingerprints: { [FINGERPRINT]: fingerprint },
    properties: { confidence },
  };
}

/** GitHub shows related locations only where the message links to them. */
function linkedMessage({ message, related }: Finding): string {
  const links = related.map((place, at) => `${plain(place.note)} ([${linkText(place.location)}](${at + 1}))`);
  return [plain(message), ...(links.length > 0 ? [`See also: ${links.join('; ')}.`] : [])].join(' ');
}

/** `handlers[i](w)` would read as a link. */
function plain(message: string): string {
  return neutral(message).replaceAll('](', '] (').trim();
}

function linkText({ path, start }: Location): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return `${neutral(name).replace(/[\\[\]]/g, '\\$&')}:${start.line}`;
}

function noted({ location, note }: Related): SarifLocation {
  return { physicalLocation: physical(location), message: { text: plain(note) } };
}

function physical(location: Location): PhysicalLocation {
  const { start, end } = location;
  const region = { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
  return { artifactLocation: artifact(location.path), region };
}

/** A pull request shows a finding only if every line of its region was changed; without an end the region is the rest of its first line. */
function oneLine({ start, end }: Location): Region {
  const region = { startLine: start.line, startColumn: start.column };
  return start.line === end.line ? { ...region, endLine: end.line, endColumn: end.column } : region;
}

function artifact(path: string): ArtifactLocation {
  return { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}

function notification({ path, line, message }: Notice): Notification {
  const region = line === undefined ? {} : { region: { startLine: line } };
  return {
    level: 'warning',
    message: { text: `${neutral(path)}: ${plain(message)}` },
    locations: [{ physicalLocation: { artifactLocation: artifact(path), ...region } }],
  };
}
