import { argumentsOf, calleeOf } from '../golang/callee.ts';
import { type Flow, flowAround, functionOf, type Loop } from '../golang/flow.ts';
import { type Rounds, roundsOf } from '../golang/rounds.ts';
import { resolve } from '../golang/scope.ts';
import { howRuns, startsOf } from '../golang/starts.ts';
import { typeOf } from '../golang/type-of.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import type { Site } from './contract.ts';

export interface Fanout {
  readonly site: Site;
  /** What the loop does in each round: the start itself, or the call of the function that starts. */
  readonly inLoop: SyntaxNode;
  readonly flow: Flow;
  readonly loop: Loop;
  readonly rounds: Rounds;
  /** The function that the goroutine runs, where it is in sight. */
  readonly body: SyntaxNode | undefined;
  /** The group or pool that starts it, where it is not a `go` statement. */
  readonly group: SyntaxNode | undefined;
}

/** Goroutines that are started in each round of a loop, directly or in a function that the loop calls. */
export function* fanouts(sites: readonly Site[]): Generator<Fanout> {
  for (const site of sites) {
    const call = site.node.kind === 'go_statement' ? site.node.children[0] : site.node;
    const started = call && startedBy(call, site.node.kind === 'go_statement');
    if (!started) continue;
    for (const inLoop of repeated(site.node)) {
      const flow = flowAround(inLoop)!;
      const loop = flow.loopAround(inLoop)!;
      yield { site, inLoop, flow, loop, rounds: roundsOf(loop.node), ...started };
    }
  }
}

/** What a `go` statement or a call of a group runs in a goroutine of its own; undefined where it runs nothing there. */
function startedBy(call: SyntaxNode, isGo: boolean): Pick<Fanout, 'body' | 'group'> | undefined {
  if (isGo) return { body: bodyOf(call), group: undefined };
  const index = argumentsOf(call).findIndex((_, each) => howRuns(call, each).includes('goroutine'));
  if (index < 0) return undefined;
  const callee = calleeOf(call);
  const group = 'receiver' in callee ? callee.receiver : undefined;
  return { body: bodyOf(argumentsOf(call)[index]!), group };
}

function bodyOf(target: SyntaxNode): SyntaxNode | undefined {
  const callee = calleeOf(bare(target));
  if (callee.kind === 'literal') return callee.node;
  return callee.kind === 'declared' ? callee.func.node : undefined;
}

/** The start where it stands in a loop; else the calls of its function that do, where the function always starts. */
function repeated(start: SyntaxNode): readonly SyntaxNode[] {
  if (isRepeated(start)) return [start];
  const flow = flowAround(start);
  const func = functionOf(start);
  const point = flow?.pointOf(start);
  if (!flow || !func || !point || func.kind === 'func_literal' || flow.loopAround(start)) return [];
  if (runsParameter(start, func)) return [];
  if (flow.exits.some(exit => exit.ends !== 'panic' && !flow.dominates(point, exit))) return [];
  return startsOf(func)
    .filter(({ how, call }) => how === 'now' && isRepeated(call))
    .map(({ call }) => call);
}

/** A function that starts what it is handed: its callers' calls are starts themselves. */
function runsParameter(start: SyntaxNode, func: SyntaxNode): boolean {
  return start.all('identifier').some(name => {
    const entity = resolve(name);
    return entity?.kind === 'local' && entity.role === 'param' && entity.owner === func && typeOf(name).kind === 'func';
  });
}

/** Whether a node is evaluated in round after round of the loop around it. */
function isRepeated(node: SyntaxNode): boolean {
  const flow = flowAround(node);
  const loop = flow?.loopAround(node);
  const point = flow?.pointOf(node);
  return loop !== undefined && point !== undefined && loop.points.has(point);
}
