/** Output of child processes that is kept in memory whole: which command it is, and who chose it. */
import { bulkCommands } from '../catalog/commands.ts';
import { argumentOf, argumentsOf, calleeOf, rowOf, symbolOf } from '../golang/callee.ts';
import { constantString } from '../golang/constants.ts';
import { frequencyOf } from '../golang/lifetime.ts';
import { callersOf, identityOf, isGrowingBuffer, type Origin, originsOf } from '../golang/origins.ts';
import { placeOf, reaching, samePlace } from '../golang/places.ts';
import { topOf } from '../golang/scope.ts';
import { bare, type SyntaxNode } from '../syntax/node.ts';
import type { Site } from './contract.ts';
import { isPeer } from './peers.ts';

export interface Command {
  readonly call: SyntaxNode;
  /** As the message names it: `pg_dump`, or the expression that chooses it. */
  readonly name: SyntaxNode;
  readonly why: 'bulk' | 'chosen';
  readonly origin: Origin | undefined;
}

/** The command behind a `*exec.Cmd`, where its output may be of any size. */
function bulkCommandOf(cmd: SyntaxNode): Command | undefined {
  for (const { node } of identityOf(cmd)) {
    const symbol = node.kind === 'call_expression' ? symbolOf(calleeOf(node)) : '';
    if (!/^os\/exec\.Command(Context)?$/.test(symbol)) continue;
    const [name, ...args] = argumentsOf(node).slice(symbol.endsWith('Context') ? 1 : 0);
    if (!name) continue;
    const origin = choiceOf(name) ?? scriptOf(name, args);
    if (origin) return { call: node, name, why: 'chosen', origin };
    if (isBulk(name, args)) return { call: node, name, why: 'bulk', origin: undefined };
  }
  return undefined;
}

/** The peer that says which command it is. Asked only where the function itself does not put the text together: that search goes far. */
function choiceOf(text: SyntaxNode): Origin | undefined {
  return isPutTogether(text) || isHelpers(text) ? undefined : originsOf(text).find(isChoice);
}

const CALLERS = 12;

/** The parameter of a helper that half the program calls: its callers say too little about one another. */
function isHelpers(text: SyntaxNode): boolean {
  const root = placeOf(text)?.root;
  return root?.kind === 'local' && root.role === 'param' && callersOf(root.owner).length > CALLERS;
}

function isPutTogether(outer: SyntaxNode, depth = 3): boolean {
  const node = bare(outer);
  if (constantString(node) !== undefined || node.kind === 'binary_expression') return true;
  if (node.kind === 'call_expression') return rowOf(node)?.passes?.some(each => each.as === 'text') === true;
  const place = depth > 0 && node.kind === 'identifier' ? placeOf(node) : undefined;
  const seen = place && reaching(place, node);
  if (!seen || seen.entry || seen.definitions.length === 0) return false;
  return seen.definitions.every(({ definition: { value } }) => value !== undefined && isPutTogether(value, depth - 1));
}

/** A peer says which command it is. One that is put together (`fmt.Sprintf("mysql -h %s", host)`) is the program's own choice. */
function isChoice(origin: Origin): boolean {
  return isPeer(origin) && origin.derived !== 'text' && origin.derived !== 'operation';
}

/** `sh -c` runs what stands behind it. */
function scriptOf(name: SyntaxNode, args: readonly SyntaxNode[]): Origin | undefined {
  if (!/^(.*\/)?(ba|da|z)?sh$/.test(constantString(name) ?? '')) return undefined;
  return args[1] && choiceOf(args[1]);
}

function isBulk(name: SyntaxNode, args: readonly SyntaxNode[]): boolean {
  const program = (constantString(name) ?? '').replace(/^.*\//, '');
  const row = Object.hasOwn(bulkCommands, program) ? bulkCommands[program] : undefined;
  const words = args.flatMap(wordsIn);
  if (!row || words.includes(UNSEEN)) return false;
  const has = (list: readonly string[]) =>
    words.some(word => word !== undefined && list.some(each => word === each || word.startsWith(`${each}=`)));
  return !(row.unless && has(row.unless)) && (!row.with || has(row.with));
}

/** Stands for arguments that are not in sight. */
const UNSEEN = '...';

/** The constant words of an argument; of `args...`, those of the list that the function wrote down. */
function wordsIn(argument: SyntaxNode): readonly (string | undefined)[] {
  if (argument.kind !== 'variadic_argument') return [constantString(argument)];
  const list = argument.children[0];
  const place = list && placeOf(list);
  if (!place || !list) return list?.kind === 'composite_literal' ? elementsOf(list) : [UNSEEN];
  const { definitions, entry } = reaching(place, list);
  if (entry) return [UNSEEN];
  return definitions
    .map(({ definition }) => definition.value)
    .flatMap(value => (value?.kind === 'composite_literal' ? elementsOf(value) : [UNSEEN]));
}

function elementsOf(literal: SyntaxNode): readonly (string | undefined)[] {
  const elements = literal.field('body')?.children ?? [];
  return elements.map(each => constantString(each.children[0] ?? each));
}

/** The buffer that the command's output was assigned to, in the same declaration: `cmd.Stdout = &buf`. */
function outputOf(cmd: SyntaxNode): SyntaxNode | undefined {
  const place = placeOf(cmd);
  if (!place) return undefined;
  for (const statement of topOf(cmd).all('assignment_statement')) {
    const [target] = statement.list('left').map(bare);
    const [value] = statement.list('right');
    if (target?.kind !== 'selector_expression' || target.field('field')?.text !== 'Stdout' || !value) continue;
    if (samePlace(placeOf(target.field('operand')!), place) && isGrowingBuffer(value)) return statement;
  }
  return undefined;
}

/** A command's output that is kept in memory whole. */
export interface KeptOutput {
  readonly command: Command;
  /** The call that keeps it, or the assignment of the buffer that takes it. */
  readonly at: SyntaxNode;
  /** It happens again and again in the life of the process. */
  readonly isRepeated: boolean;
}

/** What a call that runs a command keeps of its output, where the command is known to print much, or is chosen by input. */
export function keptOutput({ node, symbol }: Site): KeptOutput | undefined {
  const cmd = argumentOf(node, 'receiver');
  const command = cmd && bulkCommandOf(cmd);
  if (!command) return undefined;
  const at = /Output$/.test(symbol) ? node : outputOf(cmd);
  return at && { command, at, isRepeated: isRepeated(node) };
}

/** Again and again in the life of a process that goes on. Work that comes through a channel ends with it: a command may hand all of its own to a few goroutines. */
function isRepeated(node: SyntaxNode): boolean {
  const { how, because } = frequencyOf(node);
  const [cause] = because;
  return how === 'many' && !cause?.node.children.some(child => child.kind === 'range_clause');
}
