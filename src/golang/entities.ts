/**
 * What a name can mean. Entities have identity: the same variable is the same object wherever it is met, so `===` and Map keys work.
 */
import type { SyntaxNode } from '../syntax/node.ts';
import type { GoFile } from './file.ts';
import type { Package } from './package.ts';
import type { Type } from './types.ts';

/** A function or method declared in the module. */
export interface FuncEntity {
  readonly kind: 'func';
  readonly name: string;
  readonly pkg: Package;
  readonly file: GoFile;
  readonly node: SyntaxNode;
  /** The receiver's type, without pointer: `Store`; undefined for functions. */
  readonly receiver: { readonly type: string; readonly pointer: boolean } | undefined;
}

export interface TypeEntity {
  readonly kind: 'type';
  readonly name: string;
  readonly pkg: Package;
  readonly file: GoFile;
  /** `type_spec` or `type_alias`. */
  readonly node: SyntaxNode;
  /** Declared inside a function. */
  readonly local: boolean;
}

/** A package-level variable or constant. */
export interface GlobalEntity {
  readonly kind: 'global';
  readonly name: string;
  readonly constant: boolean;
  readonly pkg: Package;
  readonly file: GoFile;
  /** `var_spec` or `const_spec`. */
  readonly node: SyntaxNode;
  /** Which of the spec's names. */
  readonly index: number;
}

/** A variable or constant of a function: parameter, result, receiver, or declared in a body. */
export interface LocalEntity {
  readonly kind: 'local';
  readonly role: 'param' | 'receiver' | 'result' | 'var' | 'const';
  readonly name: string;
  /** The identifier that declares it. */
  readonly declared: SyntaxNode;
  /** The function declaration or literal that it belongs to. */
  readonly owner: SyntaxNode;
  /** Position among the parameters, or among the results; -1 elsewhere. */
  readonly index: number;
  /** Every mention, the declaring one included, in source order. */
  readonly mentions: SyntaxNode[];
  /** Every place that gives it a value. */
  readonly definitions: Definition[];
}

/** A place that gives a variable, or something reached through it, a value. */
export interface Definition {
  /** The statement, clause or parameter. */
  readonly at: SyntaxNode;
  /** The expression assigned to: `x`, `r.Body`, `m[k]`. */
  readonly target: SyntaxNode;
  readonly how:
    | 'declare' // var x T: the zero value
    | 'assign' // = or :=
    | 'update' // +=, ++
    | 'range-key'
    | 'range-value'
    | 'switch' // x := y.(type): the type of the case
    | 'pour' // filled by a call that was handed it: `zr.Reset(r)`, `json.Unmarshal(b, &v)`
    | 'param';
  /** What was there before may still be there. */
  readonly partial?: boolean;
  /** The expression that the value comes from; undefined for zero values and parameters. */
  readonly value: SyntaxNode | undefined;
  /** Which result of `value`, where it is a call, assertion, receive or index with several results. */
  readonly result: number;
}

/** An import of a file. */
export interface ImportEntity {
  readonly kind: 'import';
  readonly name: string;
  readonly path: string;
  readonly file: GoFile;
}

export interface BuiltinEntity {
  readonly kind: 'builtin';
  readonly name: string;
}

/** A type parameter, with its constraint. */
export interface TypeParamEntity {
  readonly kind: 'type-param';
  readonly name: string;
  readonly node: SyntaxNode;
}

/** A member of a package that the module does not hold: `net/http.Get`. */
export interface ExternalEntity {
  readonly kind: 'external';
  readonly path: string;
  readonly name: string;
}

export type Entity =
  | FuncEntity
  | TypeEntity
  | GlobalEntity
  | LocalEntity
  | ImportEntity
  | BuiltinEntity
  | TypeParamEntity
  | ExternalEntity;

/** A field of a struct type that the module declares. */
export interface FieldEntity {
  readonly kind: 'field';
  readonly name: string;
  /** `example.com/shop/cart.Store`; for an unnamed struct, the place of its type. */
  readonly owner: string;
  readonly pkg: Package;
  readonly node: SyntaxNode;
  readonly type: Type;
  readonly embedded: boolean;
}
