import { suggest } from '../findings/suggest.ts';
import { UserError } from '../project/user-error.ts';

export interface Wishes {
  readonly only: readonly string[];
  readonly enable: readonly string[];
  readonly disable: readonly string[];
}

export interface Chosen {
  readonly ran: ReadonlySet<string>;
  /** Asked for by name. */
  readonly asked: ReadonlySet<string>;
}

/** Throws `UserError` for a rule that does not exist, is wanted and unwanted, or when none is left. */
export function chooseRules(known: readonly string[], { only, enable, disable }: Wishes): Chosen {
  for (const rule of [...only, ...enable, ...disable]) knownRule(rule, known);
  const both = [...only, ...enable].find(rule => disable.includes(rule));
  if (both !== undefined) throw new UserError(`${both} is switched on and off at once`);
  const asked = new Set([...only, ...enable]);
  const start = only.length > 0 ? asked : new Set(known);
  const ran = new Set([...start].filter(rule => !disable.includes(rule)));
  if (ran.size === 0) throw new UserError('all rules are switched off');
  return { ran, asked };
}

/** Gives the rule back. Throws `UserError`, with what may have been meant. */
export function knownRule(rule: string, known: readonly string[]): string {
  if (known.includes(rule)) return rule;
  const near = suggest(rule, known);
  throw new UserError(`there is no rule ${rule}; ${near ? `did you mean ${near}?` : 'goleak-lint rules lists them'}`);
}
