/** Methods that an interface of a library asks for: the library runs them on the program's types, whichever way it comes by a value of one. */
import { catalog, perCatalog } from '../catalog/index.ts';
import type { TypeRow } from '../catalog/schema.ts';
import type { FuncEntity, TypeEntity } from './entities.ts';
import type { HandedObject } from './handed-objects.ts';
import { memberOf } from './members.ts';
import { literalsOf } from './mentions.ts';
import type { Package } from './package.ts';
import type { Type } from './types.ts';

interface Asking {
  /** The library's import paths. */
  readonly paths: readonly string[];
  readonly asks: NonNullable<TypeRow['asks']>;
}

const askings = perCatalog((): readonly Asking[] =>
  catalog.flatMap(({ paths, types }) =>
    Object.values(types ?? {}).flatMap(({ asks }) => (asks ? [{ paths, asks }] : [])),
  ),
);

/** How libraries that the method's package imports run it: at each place that makes a value of its type. */
export function askedRuns(func: FuncEntity): readonly HandedObject[] {
  const asking = func.receiver ? askings().filter(({ asks }) => Object.hasOwn(asks.runs, func.name)) : [];
  const used = asking.filter(({ paths }) => imports(func.pkg, paths));
  const type = used.length > 0 ? typeAround(func) : undefined;
  if (!type) return [];
  return used.flatMap(({ asks }) => {
    const how = asks.runs[func.name];
    const isOne = asks.methods.every(method => isMethod(memberOf(type, method)?.kind));
    return how && isOne ? literalsOf(type).map(call => ({ call, how })) : [];
  });
}

function imports({ files }: Package, paths: readonly string[]): boolean {
  return files.some(file => [...file.imports.values()].some(({ path }) => paths.includes(path)));
}

function typeAround({ pkg, receiver }: FuncEntity): Type | undefined {
  const name = receiver?.type ?? '';
  const entity = pkg.lookup(name).find((each): each is TypeEntity => each.kind === 'type');
  return entity && { kind: 'named', name: `${pkg.importPath}.${name}`, args: [], entity };
}

function isMethod(kind: string | undefined): boolean {
  return kind !== undefined && kind !== 'field' && kind !== 'row-field';
}
