/** Sends that tell of the failure of what runs for long: of a server, or of work that goes on until its context ends. */
import { effectsOf } from '../../catalog/index.ts';
import { bare, type SyntaxNode } from '../../syntax/node.ts';
import { argumentsOf, calleeOf, symbolOf } from '../callee.ts';
import { fileOf } from '../file.ts';
import { flowAround, flowOf, type Point } from '../flow.ts';
import { placeOf, samePlace } from '../places.ts';
import { servesTests } from '../programs.ts';
import { remember } from '../remember.ts';
import { typeOf } from '../type-of.ts';
import { isNamed } from '../types.ts';
import { isAnswer } from './answers.ts';
import { calleesOf } from './callees.ts';
import { eventsOf } from './events.ts';
import { parametersOf } from './names.ts';

/**
 * Whatever way leads to the send, a server has served before, and not every end of it leads there: it tells that a server has failed, which mostly is the
 * end of its process.
 */
export function tellsOfFailedService(send: SyntaxNode): boolean {
  return tellsOfFailure(send, servesIn);
}

/**
 * The same of work of the module that goes on until a context ends, which is the one whose end lets the receiver leave: only what fails at that very moment
 * has nobody to tell.
 */
export function tellsOfFailedWork(send: SyntaxNode, exit: SyntaxNode): boolean {
  const communication = exit.field('communication');
  const left = communication ? endsIn(communication)[0] : undefined;
  return left !== undefined && tellsOfFailure(send, node => callsIn(node).some(call => worksUntil(call, left)));
}

function tellsOfFailure(send: SyntaxNode, isWork: (node: SyntaxNode) => boolean): boolean {
  const flow = flowAround(send);
  const point = flow?.pointOf(send);
  if (!flow || !point) return false;
  const works = ({ node }: Point) => node !== undefined && isWork(node);
  if (works(point) || flow.reaches(flow.entry, point, works)) return false;
  const isSend = (each: Point) => each === point;
  return flow.points.some(each => works(each) && flow.exits.some(exit => flow.reaches(each, exit, isSend)));
}

const SERVING: ReadonlySet<string | undefined> = new Set(['forever', 'until-closed']);

/** Calls between a send's function and the one that serves. */
const DEPTH = 2;

const servesIn = remember<SyntaxNode, boolean>(node => callsIn(node).some(call => serves(call, DEPTH)), false);

function serves(call: SyntaxNode, depth: number): boolean {
  const callee = calleeOf(call);
  if (SERVING.has(effectsOf(symbolOf(callee))?.blocks)) return true;
  if (depth === 0 || callee.kind !== 'declared' || !callee.func.node.field('body')) return false;
  return flowOf(callee.func.node).points.some(
    ({ node }) => node !== undefined && callsIn(node).some(each => serves(each, depth - 1)),
  );
}

function callsIn(node: SyntaxNode): readonly SyntaxNode[] {
  return eventsOf(node).flatMap(event => (event.kind === 'call' ? [event.node] : []));
}

/** The contexts whose end a statement waits for, `<-ctx.Done()`: what names each. */
function endsIn(node: SyntaxNode): readonly SyntaxNode[] {
  return eventsOf(node).flatMap(event => {
    const call = event.kind === 'receive' ? bare(event.channel) : undefined;
    const target = call?.kind === 'call_expression' ? call.field('function') : undefined;
    const context = target?.field('field')?.text === 'Done' ? target.field('operand') : undefined;
    return context && isNamed(typeOf(context), 'context.Context') ? [context] : [];
  });
}

/** A call that is handed the context, and works until it ends. */
function worksUntil(call: SyntaxNode, context: SyntaxNode): boolean {
  const index = argumentsOf(call).findIndex(each => samePlace(placeOf(each), placeOf(context)));
  const callees = index < 0 ? [] : calleesOf(call).filter(func => !servesTests(fileOf(func)));
  return callees.length > 0 && callees.every(func => contextsOf(func).has(index));
}

/** The parameters of a function, by number, whose end alone lets it return without an error. */
const contextsOf = remember<SyntaxNode, ReadonlySet<number>>(func => {
  const found = new Set<number>();
  if (!func.field('body')) return found;
  const flow = flowOf(func);
  const answers = flow.points.filter(({ kind, node }) => kind === 'node' && isReturn(node) && isAnswer(node));
  const bad = answers.filter(each => !isGood(each));
  const good = [...answers.filter(isGood), ...flow.exits.filter(exit => exit.ends === 'end')];
  for (const [index, param] of parametersOf(func).entries()) {
    const isEnd = ({ kind, node }: Point) =>
      kind === 'node' && node !== undefined && endsIn(node).some(each => param && placeOf(each)?.root === param);
    const ends = flow.points.filter(isEnd);
    const isAfter = (exit: Point) => ends.some(end => flow.reaches(end, exit));
    const isWork =
      good.some(isAfter) && !bad.some(isAfter) && !good.some(exit => flow.reaches(flow.entry, exit, isEnd));
    if (isWork) found.add(index);
  }
  return found;
}, new Set());

function isReturn(node: SyntaxNode | undefined): node is SyntaxNode {
  return node?.kind === 'return_statement';
}

/** A return without an error. */
function isGood({ node }: Point): boolean {
  const last = node?.children.at(-1);
  return !last || bare(last).kind === 'nil';
}
