/** Which facts can still matter, point by point: only what a condition further on asks is worth telling two ways apart by. */
import { bare, type SyntaxNode } from '../../syntax/node.ts';
import type { LocalEntity } from '../entities.ts';
import type { Point } from '../flow.ts';
import type { Activation, CallInto } from './activations.ts';
import { defines, type Facts, keeping, localsHanded } from './facts.ts';
import type { Names } from './names.ts';
import { changing, keyOf, loopOfOnce, nilKey, ONCE, partsOf, type Question, questionOf } from './questions.ts';

export interface Outlook {
  /** Whether anything that is known after a point can matter. */
  asks(point: Point): boolean;
  /** What is known after a point, without what nobody asks from there on. */
  trim(facts: Facts, point: Point): Facts;
}

interface Asked {
  readonly local: LocalEntity | undefined;
  readonly at: Set<Point>;
}

/** The outlook of one function; what its calls are handed, the callees may ask; those that are deferred ask at its exits. */
export function outlookOf({ flow: { points, exits }, names, calls, eventsAt }: Activation): Outlook {
  const deferred = [...calls.keys()].filter(call => call.parent?.kind === 'defer_statement');
  const asked = new Map<string, Asked>();
  const ask = (key: string, local: LocalEntity | undefined, ...at: readonly Point[]) => {
    const known = asked.get(key) ?? { local, at: new Set() };
    asked.set(key, known);
    for (const point of at) known.at.add(point);
  };
  for (const point of points) {
    for (const { key, local } of asksOf(point, names)) ask(key, local, point);
    const events = point.kind === 'node' && point.node ? eventsAt(point.node) : [];
    for (const local of events.flatMap(({ node }) => localsAskedBy(node, calls.get(node)))) {
      for (const key of [nilKey(local), keyOf(local)]) ask(key, local, point);
    }
  }
  for (const condition of deferred.flatMap(conditionsIn)) {
    const question = questionOf(condition, names);
    if (question) ask(question.key, question.local, ...exits);
  }
  const ahead = new Map<Point, Set<string>>();
  for (const [key, each] of asked) for (const point of pointsBefore(each)) add(ahead, point, key);
  return {
    asks: point => ahead.has(point),
    trim: (facts, point) => (facts.size === 0 ? facts : keeping(facts, key => ahead.get(point)?.has(key) ?? false)),
  };
}

function add(ahead: Map<Point, Set<string>>, point: Point, key: string): void {
  const known = ahead.get(point);
  if (known) known.add(key);
  else ahead.set(point, new Set([key]));
}

function localsAskedBy(call: SyntaxNode, into: CallInto | undefined): readonly LocalEntity[] {
  return (into?.runs ?? []).flatMap(({ func }) => localsHanded(call, func));
}

type Asking = Pick<Question, 'key' | 'local'>;

/** Conditions ask; so do assignments, of what they copy. */
function asksOf({ kind, node, taken }: Point, names: Names): readonly Asking[] {
  if (!node) return [];
  if (kind === 'branch' && (taken === 'true' || taken === 'false')) {
    return partsOf(node).flatMap((part): readonly Asking[] => {
      if (loopOfOnce(part)) return [{ key: `${ONCE}${bare(part).start}`, local: undefined }];
      const question = questionOf(part, names);
      return question ? [question] : [];
    });
  }
  if (kind !== 'node' || !/^(short_var_declaration|assignment_statement)$/.test(node.kind)) return [];
  return node.list('right').flatMap(value => {
    const local = changing(value);
    return local ? [{ key: nilKey(local), local }] : [];
  });
}

/** The points after which the answer counts: those that lead to where it is asked, without a new value in between. */
function pointsBefore({ local, at }: Asked): ReadonlySet<Point> {
  const found = new Set<Point>();
  const open = [...at];
  for (let point = open.pop(); point; point = open.pop()) {
    for (const before of point.before) {
      if (found.has(before)) continue;
      found.add(before);
      if (!isRenewed(before, local)) open.push(before);
    }
  }
  return found;
}

/** The point of a select stands for the choice alone, not for what its clauses do. */
function isRenewed({ kind, node }: Point, local: LocalEntity | undefined): boolean {
  return !!local && kind === 'node' && !!node && node.kind !== 'select_statement' && defines(node, local);
}

function conditionsIn(call: SyntaxNode): readonly SyntaxNode[] {
  const literal = call.field('function');
  if (literal?.kind !== 'func_literal') return [];
  return literal.all('if_statement').flatMap(each => partsOf(each.field('condition') ?? each));
}
