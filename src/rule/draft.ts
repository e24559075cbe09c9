import type { SyntaxNode } from '../syntax/node.ts';
import type { AnyRule, Draft, Evidence, Site } from './contract.ts';
import type { Confidence, Severity } from './finding.ts';

interface Fields {
  readonly at: SyntaxNode;
  readonly message: string;
  readonly text: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly related: readonly Evidence[];
  readonly flow: readonly Evidence[];
  readonly fine?: string;
}

/** A draft of one of the rule's messages, at the levels that message or rule give. Throws on a key that the rule does not have. */
export function draft(
  rule: AnyRule,
  at: Site | SyntaxNode,
  message: string,
  values: Readonly<Record<string, string>> = {},
): Draft {
  const found = rule.messages[message];
  if (!found) throw new Error(`rule ${rule.id} has no message ${message}`);
  return made({
    at: 'trigger' in at ? at.node : at,
    message,
    text: fillSlots(found.text, values),
    severity: found.severity ?? rule.severity,
    confidence: found.confidence ?? rule.confidence,
    related: [],
    flow: [],
  });
}

/** A draft that is no finding: why a place is in order. */
export function fine(rule: AnyRule, at: Site | SyntaxNode, because: string): Draft {
  const { severity, confidence } = rule;
  return made({
    at: 'trigger' in at ? at.node : at,
    message: '',
    text: '',
    severity,
    confidence,
    related: [],
    flow: [],
    fine: because,
  });
}

function made(fields: Fields): Draft {
  return {
    ...fields,
    also: (...related) => made({ ...fields, related: [...fields.related, ...related] }),
    via: (...steps) => made({ ...fields, flow: steps.length < 2 ? [] : steps }),
    as: level =>
      made({
        ...fields,
        severity: level.severity ?? fields.severity,
        confidence: level.confidence ?? fields.confidence,
      }),
  };
}

function fillSlots(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, slot: string) => values[slot] ?? whole);
}
