import type { RuleMeta } from '../src/rule/finding.ts';

/** As much of a rule as its documentation shows. */
export type DocumentedRule = RuleMeta & {
  readonly messages?: Readonly<Record<string, { readonly severity?: RuleMeta['severity'] }>>;
};

export function ruleIndex(ids: readonly string[]): string;
export function withHead(doc: string, rule: DocumentedRule): string;
export function withTable(readme: string, rules: readonly DocumentedRule[]): string;
export function configurationSchema(schema: object): string;
