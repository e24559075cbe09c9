/** The contract that rules see: a rule is data and a pure generator. */
import type { Package } from '../golang/package.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import type { Confidence, RuleMeta, Severity } from './finding.ts';
import type { Trigger } from './trigger.ts';

/** A place that one of the rule's triggers matched. */
export interface Site {
  /** The call, statement, declaration, import or mention. */
  readonly node: SyntaxNode;
  readonly trigger: Trigger;
  /** For calls: the symbol that was matched, else ''. */
  readonly symbol: string;
}

export type Slots<M extends string> = M extends `${string}{${infer S}}${infer Rest}` ? S | Slots<Rest> : never;
type Values<M extends string> = [Slots<M>] extends [never] ? [] : [values: Readonly<Record<Slots<M>, string>>];

export interface Message<T extends string = string> {
  /** What, why, what to do, in one paragraph; `{slots}` are filled in by the rule. */
  readonly text: T;
  readonly severity?: Severity;
  readonly confidence?: Confidence;
}
export type Messages = Readonly<Record<string, Message>>;

/** A place with what it has to do with the finding. */
export interface Evidence {
  readonly node: SyntaxNode;
  readonly note: string;
}

/** A finding that is still tied to its tree. Every method gives a new draft. */
export interface Draft {
  readonly at: SyntaxNode;
  readonly message: string;
  readonly text: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly related: readonly Evidence[];
  readonly flow: readonly Evidence[];
  /** Why the place is in order: such a draft is no finding, it is what `why` tells. */
  readonly fine?: string;
  /** Places worth a look, the cause first. */
  also(...related: readonly Evidence[]): Draft;
  /** The way of the value, origin first; fewer than two steps are no way and are dropped. */
  via(...steps: readonly Evidence[]): Draft;
  as(level: { readonly severity?: Severity; readonly confidence?: Confidence }): Draft;
}

export interface Scope<M extends Messages = Messages, O = object> {
  readonly pkg: Package;
  readonly options: O;
  /** Every match of the rule's triggers in the files that findings are wanted for, in source order. */
  readonly sites: readonly Site[];
  finding<K extends keyof M & string>(at: Site | SyntaxNode, message: K, ...values: Values<M[K]['text']>): Draft;
  /** Says why a place that the rule looked at is in order (`limited by io.LimitReader`). Shown by `why`, nowhere else. */
  fine(at: Site | SyntaxNode, because: string): Draft;
}

export interface Rule<M extends Messages = Messages, O extends object = object> extends RuleMeta {
  /** What must be seen before silence means absence. */
  readonly evidence: 'file' | 'package' | 'module';
  readonly triggers: readonly Trigger[];
  /** Its findings may stand in another package than the site that they were found by: a middleware is declared here, and put in the wrong order there. */
  readonly strays?: boolean;
  /** Rules whose finding at the same place is dropped for this one's. */
  readonly beats?: readonly string[];
  readonly messages: M;
  /** Defaults; their types are the schema of the config file. */
  readonly options?: O;
  check(scope: Scope<M, O>): Iterable<Draft>;
}

/** Any rule, for those who only run them. Method bivariance lets a rule with its own message keys stand here. */
export type AnyRule = Rule<Messages, object>;

/** Gives a rule its exact types: message keys, slots, options. */
export function defineRule<const M extends Messages, O extends object = object>(rule: Rule<M, O>): Rule<M, O> {
  return rule;
}
