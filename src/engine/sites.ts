/**
 * Finds the sites of all rules in a file: from the needles in its text to the nodes that stand there. Nothing of the tree is touched but the ways to
 * these nodes.
 */
import type { Library } from '../catalog/schema.ts';
import { calleeOf, symbolOf } from '../golang/callee.ts';
import { isChannelMake } from '../golang/channels/index.ts';
import type { GoFile } from '../golang/file.ts';
import type { AnyRule, Site } from '../rule/contract.ts';
import { needlesOf, type Trigger } from '../rule/trigger.ts';
import { bare, type SyntaxNode, stringValue } from '../syntax/node.ts';
import { ARROW, INDEX_STORE, type Marks, type Scan, scanner } from './scan.ts';

interface Watcher {
  readonly rule: AnyRule;
  readonly trigger: Trigger;
  /** The symbol that a call must mean, '' where its name is all. */
  readonly symbol: string;
  /** An import path without which the trigger can't be met in a file. */
  readonly path: string | undefined;
  /** Characters one of which must stand before the word. */
  readonly after: string | undefined;
}

/** What all rules wait for, by word or operator. */
export interface Plan {
  readonly scan: Scan;
  readonly words: readonly string[];
  readonly watchers: ReadonlyMap<number, readonly Watcher[]>;
  /** Few words and no operators: most files hold none of them, which is quicker asked word by word. */
  readonly isSparse: boolean;
}

/** Up to so many words are sought one by one first. */
const FEW = 8;
const NO_MARKS: Marks = { words: [], offsets: [] };

export type SitesByRule = ReadonlyMap<AnyRule, readonly Site[]>;

/** `libraries`: those that the project can call at all; the methods of others would make needles of words such as `Get`. */
export function planFor(rules: readonly AnyRule[], libraries: readonly Library[]): Plan {
  const words: string[] = [];
  const ids = new Map<string, number>([
    ['<-', ARROW],
    [']=', INDEX_STORE],
  ]);
  const watchers = new Map<number, Watcher[]>();
  for (const rule of rules) {
    for (const trigger of rule.triggers) {
      for (const { word, path, symbol, after } of needlesOf(trigger, libraries)) {
        const id = ids.get(word) ?? words.push(word) - 1;
        ids.set(word, id);
        const watcher = { rule, trigger, symbol: symbol ?? '', path, after };
        const group = watchers.get(id);
        if (group) group.push(watcher);
        else watchers.set(id, [watcher]);
      }
    }
  }
  const isSparse = words.length <= FEW && !watchers.has(ARROW) && !watchers.has(INDEX_STORE);
  return { scan: scanner(words), words, watchers, isSparse };
}

/** The needles of a text that some rule's trigger may stand behind; imports that a trigger needs are there. */
export function marksIn(plan: Plan, text: string): Marks {
  if (plan.isSparse && !plan.words.some(word => text.includes(word))) return NO_MARKS;
  const marks = plan.scan(text);
  const kept: { words: number[]; offsets: number[] } = { words: [], offsets: [] };
  const wanted = new Map<number, Want>();
  marks.words.forEach((word, index) => {
    let want = wanted.get(word);
    if (want === undefined) {
      want = wantOf(plan.watchers.get(word) ?? [], text);
      wanted.set(word, want);
    }
    const offset = marks.offsets[index]!;
    if (want === 'never' || (want !== 'always' && !stands(text, offset, want))) return;
    kept.words.push(word);
    kept.offsets.push(offset);
  });
  return kept;
}

/** Whether a word is wanted in a file, or the characters one of which must stand before it. */
type Want = 'never' | 'always' | ReadonlySet<string>;

function wantOf(watchers: readonly Watcher[], text: string): Want {
  const after = new Set<string>();
  for (const watcher of watchers) {
    if (watcher.path !== undefined && !text.includes(`"${watcher.path}"`)) continue;
    if (watcher.after === undefined) return 'always';
    for (const character of watcher.after) after.add(character);
  }
  return after.size === 0 ? 'never' : after;
}

function stands(text: string, offset: number, after: ReadonlySet<string>): boolean {
  let at = offset - 1;
  while (text[at] === ' ' || text[at] === '\t') at--;
  // A comment may stand between.
  return at < 0 || text[at] === '/' || after.has(text[at]!);
}

/** Every name and operator of a file, found in the tree instead of in the text: for the test that the text loses nothing. */
export function allMarks(plan: Plan, file: GoFile): Marks {
  const ids = new Map(plan.words.map((word, id) => [word, id]));
  const found: (readonly [number, number])[] = [];
  for (const node of file.root.all()) {
    if (/identifier$/.test(node.kind) && ids.has(node.text)) found.push([ids.get(node.text)!, node.start]);
    const keyword = /^(go|defer|select|for|range)_(statement|clause)$/.exec(node.kind)?.[1];
    if (keyword && ids.has(keyword))
      found.push([ids.get(keyword)!, node.kind === 'range_clause' ? node.end - 1 : node.start]);
    if (node.kind === 'channel_type' && ids.has('chan'))
      found.push([ids.get('chan')!, node.start + node.text.indexOf('chan')]);
    if (node.kind === 'index_expression') found.push([INDEX_STORE, node.end - 1]);
    if (node.kind === 'unary_expression' && node.operator === '<-') found.push([ARROW, node.start]);
    if (node.kind === 'send_statement') found.push([ARROW, node.field('channel')!.end]);
    if (node.kind === 'import_spec')
      for (const [word, id] of ids) if (node.text.includes(word)) found.push([id, node.field('path')!.start]);
  }
  found.sort((a, b) => a[1] - b[1]);
  return { words: found.map(([word]) => word), offsets: found.map(([, offset]) => offset) };
}

/** The sites behind the marks, by rule, in source order. */
export function sitesAt(plan: Plan, file: GoFile, marks: Marks): SitesByRule {
  const found = new Map<AnyRule, Map<SyntaxNode, Site>>();
  marks.words.forEach((word, index) => {
    const at = nodeAt(file.root, marks.offsets[index]!);
    for (const watcher of plan.watchers.get(word) ?? []) {
      const site = at && siteFor(watcher, at);
      if (!site) continue;
      let group = found.get(watcher.rule);
      if (!group) {
        group = new Map();
        found.set(watcher.rule, group);
      }
      if (!group.has(site.node)) group.set(site.node, site);
    }
  });
  return new Map(
    [...found].map(([rule, group]) => [rule, [...group.values()].sort((a, b) => a.node.start - b.node.start)]),
  );
}

/** The innermost node at an offset; none in comments outside of all declarations. */
function nodeAt(root: SyntaxNode, offset: number): SyntaxNode | undefined {
  let at: SyntaxNode | undefined;
  for (let next: SyntaxNode | undefined = childAt(root, offset); next; next = childAt(next, offset)) at = next;
  return at;
}

function childAt(node: SyntaxNode, offset: number): SyntaxNode | undefined {
  const { children } = node;
  let low = 0;
  let high = children.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const child = children[middle]!;
    if (offset < child.start) high = middle - 1;
    else if (offset >= child.end) low = middle + 1;
    else return child;
  }
  return undefined;
}

function siteFor({ trigger, symbol }: Watcher, at: SyntaxNode): Site | undefined {
  const node = nodeFor(trigger, symbol, at);
  return node && { node, trigger, symbol };
}

function nodeFor(trigger: Trigger, symbol: string, at: SyntaxNode): SyntaxNode | undefined {
  switch (trigger.on) {
    case 'call':
    case 'effect':
    case 'acquire':
      return callAt(at, symbol);
    case 'role':
      return callAt(at, symbol) ?? valueAt(at, symbol);
    case 'method':
      return at.kind === 'field_identifier' ? calling(at) : undefined;
    case 'declare':
      return at.role === 'name' && /^(function|method)_declaration$/.test(at.parent?.kind ?? '')
        ? at.parent
        : undefined;
    case 'store':
      return storeAt(at);
    case 'channel':
      return makeAt(at);
    case 'send':
      return at.kind === 'send_statement' ? at : undefined;
    case 'receive':
      return (at.kind === 'unary_expression' && at.operator === '<-') || at.kind === 'range_clause' ? at : undefined;
    case 'statement':
      return at.kind === `${trigger.keyword}_statement` ? at : undefined;
    case 'import':
      return at.parent?.kind === 'import_spec' && stringValue(at) === trigger.path ? at.parent : undefined;
  }
}

/** `make(chan T, n)`, from its type. */
function makeAt(type: SyntaxNode): SyntaxNode | undefined {
  const call = type.kind === 'channel_type' ? type.parent?.parent : undefined;
  return call && isChannelMake(call) ? call : undefined;
}

function callAt(at: SyntaxNode, symbol: string): SyntaxNode | undefined {
  const call = calling(at);
  return call && symbolOf(calleeOf(call)) === symbol ? call : undefined;
}

/** The call whose function a name is, through selectors, parentheses and type arguments. */
function calling(name: SyntaxNode): SyntaxNode | undefined {
  if (!/identifier$/.test(name.kind)) return undefined;
  let target = name;
  if (target.role === 'field' && target.parent?.kind === 'selector_expression') target = target.parent;
  while (
    /^(parenthesized|index|type_instantiation)_expression$/.test(target.parent?.kind ?? '') &&
    target.role !== 'index'
  )
    target = target.parent!;
  return target.role === 'function' && target.parent?.kind === 'call_expression' ? target.parent : undefined;
}

/** A function handed on as a value is a site too: `Use(handlers.CompressHandler)`. */
function valueAt(at: SyntaxNode, symbol: string): SyntaxNode | undefined {
  if (!/^(field_)?identifier$/.test(at.kind)) return undefined;
  const value = at.role === 'field' && at.parent?.kind === 'selector_expression' ? at.parent : at;
  if (value.role === 'function' || value.role === 'operand') return undefined;
  return symbolOf(calleeOf(value)) === symbol ? value : undefined;
}

/** The assignment that makes a map or slice grow, from the bracket of its index or the name of its `append`. */
function storeAt(at: SyntaxNode): SyntaxNode | undefined {
  const target = at.kind === 'index_expression' ? at : calling(at);
  if (!target) return undefined;
  let part = target;
  while (part.parent?.kind === 'parenthesized_expression') part = part.parent;
  const statement = part.parent;
  if (target === at)
    return part.role === 'left' || statement?.kind === 'inc_statement' || statement?.kind === 'dec_statement'
      ? assigning(statement)
      : undefined;
  return part.role === 'right' && bare(target).kind === 'call_expression' && statement?.kind === 'assignment_statement'
    ? statement
    : undefined;
}

function assigning(statement: SyntaxNode | undefined): SyntaxNode | undefined {
  return statement && /^(assignment|inc|dec)_statement$/.test(statement.kind) ? statement : undefined;
}
