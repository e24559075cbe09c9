import type { ReportingDescriptor } from 'sarif';
import type { RuleMeta, Severity } from '../../rule/finding.ts';
import { precisionOf } from './precision.ts';
import { firstParagraph, markdown, plainText } from './prose.ts';

const PROBLEM: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'recommendation' };

/** What GitHub takes of a description. */
const LONGEST = 1024;

/** A rule as code scanning lists it. */
export function descriptor(rule: RuleMeta & { readonly doc: string }, uri: string | undefined): ReportingDescriptor {
  const { id, summary, severity, security, doc } = rule;
  return {
    id,
    name: pascalCase(id),
    shortDescription: { text: summary },
    fullDescription: { text: (firstParagraph(doc) ?? summary).slice(0, LONGEST) },
    help: { text: plainText(doc), markdown: markdown(doc) },
    ...(uri && { helpUri: `${uri}/blob/main/rules/${id}/doc.md` }),
    defaultConfiguration: { level: severity },
    properties: {
      tags: tags(rule),
      precision: precisionOf(rule),
      'problem.severity': PROBLEM[severity],
      ...(security && { 'security-severity': security }),
    },
  };
}

/** GitHub takes an alert for one of security where a `security-severity` stands, so the tag goes with it. */
function tags({ cwe, security }: RuleMeta): string[] {
  return ['go', 'memory', ...(security ? ['security'] : []), ...cwe.map(cweTag)];
}

/** As CodeQL writes them: three digits at least. */
function cweTag(id: string): string {
  return `external/cwe/cwe-${id.replace(/\D/g, '').padStart(3, '0')}`;
}

function pascalCase(id: string): string {
  return id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
