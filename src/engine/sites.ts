/** Finds the sites of all rules' triggers in a file: one walk over the declarations, whatever the number of rules. */
import { calleeOf, symbolOf } from '../golang/callee.ts';
import type { GoFile } from '../golang/file.ts';
import { remember } from '../golang/remember.ts';
import type { AnyRule, Site } from '../rule/contract.ts';
import { lastName, symbolsOf, type Trigger } from '../rule/trigger.ts';
import { bare, type SyntaxNode, stringValue } from '../syntax/node.ts';

/** The triggers of one rule, arranged for look-up. */
interface Plan {
  readonly rule: AnyRule;
  /** By the name that a call spells. */
  readonly calls: ReadonlyMap<string, readonly { readonly symbol: string; readonly trigger: Trigger }[]>;
  readonly methods: ReadonlyMap<string, Trigger>;
  readonly declares: ReadonlyMap<string, Trigger>;
  readonly imports: ReadonlyMap<string, Trigger>;
  readonly kinds: ReadonlyMap<string, Trigger>;
}

const STATEMENT_KINDS = {
  go: 'go_statement',
  defer: 'defer_statement',
  select: 'select_statement',
  for: 'for_statement',
} as const;
const WATCHED = [
  'call_expression',
  'identifier',
  'selector_expression',
  'assignment_statement',
  'inc_statement',
  'send_statement',
  'receive_statement',
  'unary_expression',
  'range_clause',
  'go_statement',
  'defer_statement',
  'select_statement',
  'for_statement',
];

/** The nodes of a file that triggers can match, once for all rules. */
const nodesOf = remember<SyntaxNode, readonly SyntaxNode[]>(
  root => root.children.flatMap(top => [...top.all(...WATCHED)]),
  [],
);

export function planOf(rule: AnyRule): Plan {
  const calls = new Map<string, { symbol: string; trigger: Trigger }[]>();
  for (const trigger of rule.triggers) {
    for (const symbol of symbolsOf(trigger)) {
      const group = calls.get(lastName(symbol));
      if (group) group.push({ symbol, trigger });
      else calls.set(lastName(symbol), [{ symbol, trigger }]);
    }
  }
  return {
    rule,
    calls,
    methods: keyed(rule, trigger => (trigger.on === 'method' ? trigger.name : undefined)),
    declares: keyed(rule, trigger => (trigger.on === 'declare' ? trigger.name : undefined)),
    imports: keyed(rule, trigger => (trigger.on === 'import' ? trigger.path : undefined)),
    kinds: keyed(rule, kindOf),
  };
}

function keyed(rule: AnyRule, key: (trigger: Trigger) => string | undefined): ReadonlyMap<string, Trigger> {
  return new Map(
    rule.triggers.flatMap(trigger => {
      const name = key(trigger);
      return name === undefined ? [] : [[name, trigger] as const];
    }),
  );
}

function kindOf(trigger: Trigger): string | undefined {
  if (trigger.on === 'statement') return STATEMENT_KINDS[trigger.keyword];
  return trigger.on === 'store' || trigger.on === 'send' || trigger.on === 'receive' ? trigger.on : undefined;
}

/** The sites of a rule in a file, in source order. */
export function sitesOf(plan: Plan, file: GoFile): readonly Site[] {
  const sites: Site[] = [...importSites(plan, file), ...declarationSites(plan, file)];
  for (const node of nodesOf(file.root)) {
    const site = siteAt(plan, node);
    if (site) sites.push(site);
  }
  return sites.sort((a, b) => a.node.start - b.node.start);
}

function importSites(plan: Plan, file: GoFile): readonly Site[] {
  if (plan.imports.size === 0) return [];
  return file.root.children
    .filter(node => node.kind === 'import_declaration')
    .flatMap(node => [...node.all('import_spec')])
    .flatMap(node => {
      const trigger = plan.imports.get(stringValue(node.field('path') ?? node) ?? '');
      return trigger ? [{ node, trigger, symbol: '' }] : [];
    });
}

function declarationSites(plan: Plan, file: GoFile): readonly Site[] {
  if (plan.declares.size === 0) return [];
  return file.root.children.flatMap(node => {
    if (node.kind !== 'function_declaration' && node.kind !== 'method_declaration') return [];
    const trigger = plan.declares.get(node.field('name')?.text ?? '');
    return trigger ? [{ node, trigger, symbol: '' }] : [];
  });
}

function siteAt(plan: Plan, node: SyntaxNode): Site | undefined {
  switch (node.kind) {
    case 'call_expression':
      return callSite(plan, node);
    case 'identifier':
    case 'selector_expression':
      return valueSite(plan, node);
    case 'assignment_statement':
    case 'inc_statement':
      return plan.kinds.has('store') && isStore(node)
        ? { node, trigger: plan.kinds.get('store')!, symbol: '' }
        : undefined;
    case 'send_statement':
      return ofKind(plan, 'send', node);
    case 'receive_statement':
      return undefined;
    case 'unary_expression':
      return node.operator === '<-' ? ofKind(plan, 'receive', node) : undefined;
    case 'range_clause':
      return ofKind(plan, 'receive', node);
    default:
      return ofKind(plan, node.kind, node);
  }
}

function ofKind(plan: Plan, kind: string, node: SyntaxNode): Site | undefined {
  const trigger = plan.kinds.get(kind);
  return trigger && { node, trigger, symbol: '' };
}

function callSite(plan: Plan, node: SyntaxNode): Site | undefined {
  const name = calledName(node);
  if (name === undefined) return undefined;
  const waiting = plan.calls.get(name);
  if (waiting) {
    const symbol = symbolOf(calleeOf(node));
    const found = waiting.find(each => each.symbol === symbol);
    if (found) return { node, trigger: found.trigger, symbol };
  }
  const method = plan.methods.get(name);
  return method && isMethodCall(node) ? { node, trigger: method, symbol: '' } : undefined;
}

/** A function handed on as a value is a site of its triggers too: `Use(handlers.CompressHandler)`. */
function valueSite(plan: Plan, node: SyntaxNode): Site | undefined {
  if (node.role === 'function' || node.role === 'operand') return undefined;
  const name = node.kind === 'identifier' ? node.text : node.field('field')?.text;
  const waiting = name === undefined ? undefined : plan.calls.get(name);
  if (!waiting) return undefined;
  const symbol = symbolOf(calleeOf(node));
  const found = waiting.find(each => each.symbol === symbol && each.trigger.on === 'role');
  return found && { node, trigger: found.trigger, symbol };
}

function calledName(call: SyntaxNode): string | undefined {
  let target = bare(call.field('function') ?? call);
  if (target.kind === 'index_expression' || target.kind === 'type_instantiation_expression')
    target = bare(target.children[0] ?? target);
  if (target.kind === 'identifier') return target.text;
  return target.kind === 'selector_expression' ? target.field('field')?.text : undefined;
}

function isMethodCall(call: SyntaxNode): boolean {
  return bare(call.field('function') ?? call).kind === 'selector_expression';
}

function isStore(node: SyntaxNode): boolean {
  const targets = node.kind === 'inc_statement' ? node.children : node.list('left');
  if (targets.some(target => bare(target).kind === 'index_expression')) return true;
  return node
    .list('right')
    .some(value => value.kind === 'call_expression' && value.field('function')?.text === 'append');
}
