/**
 * What makes a rule look. Triggers are declared once and used three times: the prefilter derives its needles from them, the engine finds the
 * sites by them, the rule goes through the sites.
 */
import { catalog } from '../catalog/index.ts';
import type { Effects, Library, Role, Symbol } from '../catalog/schema.ts';

export type Trigger =
  /** A call of a function or method: `io.ReadAll`, `(*net/http.Client).Do`. */
  | { readonly on: 'call'; readonly symbol: Symbol }
  /** A call of anything that the catalog gives this effect. */
  | { readonly on: 'effect'; readonly effect: keyof Effects }
  /** A call that acquires the resource. */
  | { readonly on: 'acquire'; readonly resource: Symbol }
  /** A mention of a catalogued middleware of that role. */
  | { readonly on: 'role'; readonly role: Role }
  /** A call of any method of that name, whatever its receiver. */
  | { readonly on: 'method'; readonly name: string }
  /** A declaration of a function or method of that name. */
  | { readonly on: 'declare'; readonly name: string }
  /** An assignment that makes a map or slice grow: `m[k] = v`, `s = append(s, v)`. */
  | { readonly on: 'store' }
  /** A `make(chan T)`. */
  | { readonly on: 'channel' }
  | { readonly on: 'send' }
  | { readonly on: 'receive' }
  | { readonly on: 'statement'; readonly keyword: 'go' | 'defer' | 'select' | 'for' }
  /** An import of the package. */
  | { readonly on: 'import'; readonly path: string };

export const call = (symbol: Symbol): Trigger => ({ on: 'call', symbol });
export const effect = (name: keyof Effects): Trigger => ({ on: 'effect', effect: name });
export const acquire = (resource: Symbol): Trigger => ({ on: 'acquire', resource });
export const role = (name: Role): Trigger => ({ on: 'role', role: name });
export const method = (name: string): Trigger => ({ on: 'method', name });
export const declare = (name: string): Trigger => ({ on: 'declare', name });
export const statement = (keyword: 'go' | 'defer' | 'select' | 'for'): Trigger => ({ on: 'statement', keyword });
export const imports = (path: string): Trigger => ({ on: 'import', path });
export const STORE: Trigger = { on: 'store' };
/** Every `make` of a channel. */
export const CHANNEL: Trigger = { on: 'channel' };
export const SEND: Trigger = { on: 'send' };
export const RECEIVE: Trigger = { on: 'receive' };

/** The symbols that a trigger waits for, among those of some libraries; empty for triggers of another kind. */
export function symbolsOf(trigger: Trigger, libraries: readonly Library[] = catalog): readonly Symbol[] {
  const wanted = (key: keyof Effects, test: (row: Effects) => boolean = () => true) =>
    libraries.flatMap(library => symbolsWith(key, library).flatMap(([symbol, row]) => (test(row) ? [symbol] : [])));
  switch (trigger.on) {
    case 'call':
      return [trigger.symbol];
    case 'effect':
      return wanted(trigger.effect);
    case 'acquire':
      return wanted('acquires', row => row.acquires?.some(each => each.resource === trigger.resource) === true);
    case 'role':
      return wanted('middleware', row => row.middleware?.role === trigger.role);
    default:
      return [];
  }
}

type Row = readonly [symbol: Symbol, row: Effects];

/** Rows by what they do. Every trigger of every rule asks at each start, so going through all rows for each would be felt. */
const indexes = new WeakMap<Library, ReadonlyMap<string, readonly Row[]>>();

function symbolsWith(key: keyof Effects, library: Library): readonly Row[] {
  const index = indexes.get(library) ?? indexOf(library);
  indexes.set(library, index);
  return index.get(key) ?? [];
}

function indexOf({ paths, effects }: Library): ReadonlyMap<string, readonly Row[]> {
  const index = new Map<string, Row[]>();
  for (const [name, row] of Object.entries(effects)) {
    const rows = paths.map((path): Row => [symbolIn(path, name), row]);
    for (const key of Object.keys(row)) {
      const group = index.get(key);
      if (group) group.push(...rows);
      else index.set(key, [...rows]);
    }
  }
  return index;
}

/** `(*Reader).Read` and `Reader.Read` in a row are spelled `(*path.Reader).Read` wherever callees are named. */
function symbolIn(path: string, key: string): Symbol {
  const method = /^(?:\(\*(\w+)\)|(\w+))\.(\w+)$/.exec(key);
  return method ? `(*${path}.${method[1] ?? method[2]}).${method[3]}` : `${path}.${key}`;
}

/** The name that a call of the symbol spells: `ReadAll`, `Do`. */
export function lastName(symbol: Symbol): string {
  return symbol.slice(symbol.lastIndexOf('.') + 1);
}

/** The import path that a file must hold to call a package function; undefined for methods, whose values come from anywhere. */
export function importOf(symbol: Symbol): string | undefined {
  return symbol.startsWith('(') ? undefined : symbol.slice(0, symbol.lastIndexOf('.'));
}

/** What must stand in a text for a trigger to have a site there: a whole word (or one of the operators `<-` and `]=`), and perhaps an import. */
export interface Needle {
  readonly word: string;
  /** Import path that the file must hold as well. */
  readonly path?: string;
  /** The symbol that a call by that name must mean. */
  readonly symbol?: Symbol;
  /** Characters one of which must stand before the word, spaces, tabs and comments aside: what else bears a method's name declares or mentions something. */
  readonly after?: string;
}

/** Lines may be broken behind all of these. */
const AFTER = { method: '.\n', channel: '(-\n', append: '=,(\n', statement: '{}:;\n' } as const;

export function needlesOf(trigger: Trigger, libraries: readonly Library[] = catalog): readonly Needle[] {
  switch (trigger.on) {
    case 'method':
      return [{ word: trigger.name, after: AFTER.method }];
    case 'declare':
      return [{ word: trigger.name }];
    case 'store':
      return [{ word: ']=' }, { word: 'append', after: AFTER.append }];
    case 'channel':
      return [{ word: 'chan', after: AFTER.channel }];
    case 'send':
      return [{ word: '<-' }];
    case 'receive':
      return [{ word: '<-' }, { word: 'range' }];
    case 'statement':
      return [{ word: trigger.keyword, after: AFTER.statement }];
    case 'import':
      return (trigger.path.match(/\w+$/) ?? []).map(word => ({ word, path: trigger.path }));
    default:
      return symbolsOf(trigger, libraries).map(symbol => {
        const path = importOf(symbol);
        const word = lastName(symbol);
        return path === undefined ? { word, symbol, after: AFTER.method } : { word, path, symbol };
      });
  }
}
