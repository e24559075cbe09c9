/**
 * Where a value goes: followed forwards from the expression that makes it, through variables, fields, parameters and results, to the places that
 * use it. The counterpart of origins, which follow backwards. Flow is not heeded: a variable that held the value once is taken to hold it always.
 */
import type { SyntaxNode } from '../syntax/node.ts';
import { argumentsOf, calleeOf } from './callee.ts';
import type { Entity, FieldEntity, GlobalEntity, LocalEntity } from './entities.ts';
import { FUNCTIONS } from './function-of.ts';
import { fieldAt, usesOfField, usesOfGlobal } from './mentions.ts';
import { callersOf } from './origins.ts';
import { remember } from './remember.ts';
import { resolve } from './scope.ts';
import { paramAt } from './starts.ts';

export interface Travel {
  /** Expressions that mean the value and use it where they stand: `t` of `t.Stop()`, `q.c` of `<-q.c`. */
  readonly uses: readonly SyntaxNode[];
  /** Where it gets out of sight: arguments of callees that are not understood, sends, elements of collections. */
  readonly escapes: readonly SyntaxNode[];
  /** Functions that return it. */
  readonly returnedBy: readonly SyntaxNode[];
  readonly locals: readonly LocalEntity[];
  /** Fields and package-level variables that keep it. */
  readonly kept: readonly (FieldEntity | GlobalEntity)[];
  /** Assignments to what keeps it, their targets: the value's own, and those that replace it. */
  readonly targets: readonly SyntaxNode[];
}

const MANY = 300;
/** Where the value of an expression goes; of a call with several results, the first. */
export const travelOf = remember<SyntaxNode, Travel>(value => new Journey().follow(value), {
  uses: [],
  escapes: [],
  returnedBy: [],
  locals: [],
  kept: [],
  targets: [],
});

class Journey implements Travel {
  readonly uses: SyntaxNode[] = [];
  readonly escapes: SyntaxNode[] = [];
  readonly returnedBy: SyntaxNode[] = [];
  readonly locals: LocalEntity[] = [];
  readonly kept: (FieldEntity | GlobalEntity)[] = [];
  readonly targets: SyntaxNode[] = [];
  readonly #seen = new Set<unknown>();

  follow(value: SyntaxNode): Travel {
    this.#step(value, 0);
    return this;
  }

  /** `result`: which result of a call carries the value. */
  #step(value: SyntaxNode, result: number): void {
    if (this.#seen.has(value)) return;
    this.#seen.add(value);
    if (this.#seen.size > MANY) {
      this.escapes.push(value);
      return;
    }
    const outer = outermost(value);
    const parent = outer.parent;
    switch (parent?.kind) {
      case 'short_var_declaration':
      case 'assignment_statement':
        return this.#assigned(outer, parent, 'left', 'right', result);
      case 'var_spec':
        return this.#assigned(outer, parent, 'name', 'value', result);
      case 'keyed_element': {
        const key = parent.field('key');
        return outer.role === 'value' && key ? this.#store(key, outer) : undefined;
      }
      case 'argument_list':
        return this.#handed(parent.parent, outer);
      case 'return_statement':
        return this.#returned(parent, outer, result);
      case 'literal_value':
      case 'send_statement':
        return void (outer.role === 'channel' ? this.uses : this.escapes).push(value);
      default:
        this.uses.push(value);
    }
  }

  #assigned(outer: SyntaxNode, statement: SyntaxNode, left: string, right: string, result: number): void {
    if (outer.role !== right) {
      this.targets.push(outer);
      return;
    }
    const values = statement.list(right);
    const targets = statement.list(left);
    const spread = values.length === 1 && targets.length > 1;
    const target = targets[spread ? result : values.indexOf(outer)];
    if (target) this.#store(target, outer);
  }

  #store(outer: SyntaxNode, value: SyntaxNode): void {
    const target = outer.kind === 'literal_element' ? (outer.children[0] ?? outer) : outer;
    if (target.text === '_') return;
    const name = target.kind === 'selector_expression' ? target.field('field') : target;
    const field = name && fieldAt(name);
    const entity = target.kind === 'identifier' ? resolve(target) : qualifiedGlobal(target);
    if (field) this.#keep(field, usesOfField(field.node));
    else if (entity) this.#entity(entity, value);
    else this.escapes.push(value);
  }

  #entity(entity: Entity, value: SyntaxNode): void {
    if (entity.kind === 'local') this.#local(entity);
    else if (entity.kind === 'global') this.#keep(entity, usesOfGlobal(entity));
    else this.escapes.push(value);
  }

  #local(local: LocalEntity): void {
    if (this.#seen.has(local)) return;
    this.#seen.add(local);
    this.locals.push(local);
    for (const mention of local.mentions) if (mention !== local.declared) this.#step(mention, 0);
  }

  #keep(entity: FieldEntity | GlobalEntity, mentions: readonly SyntaxNode[]): void {
    const key = entity.kind === 'field' ? entity.node : entity;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.kept.push(entity);
    for (const mention of mentions) {
      // A key of a literal gives the field its value: a target, not a use.
      if (mention.parent?.kind === 'literal_element') this.targets.push(mention);
      else this.#step(mention.role === 'field' ? (mention.parent ?? mention) : mention, 0);
    }
  }

  #handed(call: SyntaxNode | undefined, argument: SyntaxNode): void {
    if (!call) return;
    const callee = calleeOf(call);
    if (callee.kind === 'conversion') return this.#step(call, 0);
    const func = callee.kind === 'declared' ? callee.func.node : callee.kind === 'literal' ? callee.node : undefined;
    if (!func?.field('body')) {
      this.escapes.push(argument);
      return;
    }
    const param = paramAt(func, argumentsOf(call).indexOf(argument));
    if (param) this.#local(param);
  }

  #returned(statement: SyntaxNode, outer: SyntaxNode, result: number): void {
    const func = statement.within(...FUNCTIONS);
    if (!func) return;
    this.returnedBy.push(func);
    const index = statement.children.length === 1 ? result : statement.children.indexOf(outer);
    for (const call of callersOf(func)) this.#step(call, index);
  }
}

/** Wrappings that leave the value what it is. */
function outermost(value: SyntaxNode): SyntaxNode {
  let outer = value;
  while (
    outer.parent?.kind === 'parenthesized_expression' ||
    outer.parent?.kind === 'literal_element' ||
    outer.parent?.kind === 'type_assertion_expression' ||
    (outer.parent?.kind === 'unary_expression' && outer.parent.operator === '&')
  )
    outer = outer.parent;
  return outer;
}

/** `pkg.Variable` */
function qualifiedGlobal(target: SyntaxNode): Entity | undefined {
  const operand = target.kind === 'selector_expression' ? target.field('operand') : undefined;
  const imported = operand?.kind === 'identifier' ? resolve(operand) : undefined;
  if (imported?.kind !== 'import') return undefined;
  const pkg = imported.file.pkg.world.package(imported.path, imported.file.pkg.module);
  return pkg?.lookup(target.field('field')?.text ?? '')[0];
}
