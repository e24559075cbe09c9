/** A package: its files, and what they declare. Files are parsed one by one, when a name is asked for that their text may declare. */
import type { SyntaxNode } from '../syntax/node.ts';
import type { FuncEntity, GlobalEntity, TypeEntity } from './entities.ts';
import { GoFile } from './file.ts';
import type { ModuleInfo, SourceFile } from './project.ts';
import type { World } from './world.ts';

export type Declared = FuncEntity | TypeEntity | GlobalEntity;

export class Package {
  readonly world: World;
  readonly importPath: string;
  readonly module: ModuleInfo;
  /** Names it among all modules' packages: module root and import path, a line each. */
  readonly key: string;
  readonly #sources: readonly SourceFile[];
  #files: readonly GoFile[] | undefined;
  #name: string | undefined;
  readonly #declared = new Map<GoFile, ReadonlyMap<string, readonly Declared[]>>();
  /** Files by the names and the `Type.Method`s that their text may declare. */
  #declaring: ReadonlyMap<string, readonly GoFile[]> | undefined;

  constructor(world: World, importPath: string, module: ModuleInfo, sources: readonly SourceFile[]) {
    this.world = world;
    this.importPath = importPath;
    this.key = `${module.root}\n${importPath}`;
    this.module = module;
    this.#sources = sources;
  }

  /** All files that are evidence, in path order: every GOOS and GOARCH, generated ones too. */
  get files(): readonly GoFile[] {
    this.#files ??= this.#sources.map(source => new GoFile(source, this));
    return this.#files;
  }

  /** The name in the package clause. Test packages (`x_test`) share a folder: the first clause without that suffix counts. */
  get name(): string {
    this.#name ??= packageClause(this.files);
    return this.#name;
  }

  get main(): boolean {
    return this.name === 'main';
  }

  /** All declarations of a name: several where build tags choose between them. */
  lookup(name: string): readonly Declared[] {
    return this.#declarationsOf(name);
  }

  /** Methods of a type by name, receivers by pointer and by value alike. */
  methods(type: string, name: string): readonly FuncEntity[] {
    return this.#declarationsOf(`${type}.${name}`) as readonly FuncEntity[];
  }

  /** Names of the methods that a type declares. */
  methodNames(type: string): readonly string[] {
    const names = new Set<string>();
    for (const file of this.files) {
      for (const key of file.outline.methods) if (key.startsWith(`${type}.`)) names.add(key.slice(type.length + 1));
    }
    return [...names];
  }

  /** Everything declared in the files whose text passes the filter. */
  *declarations(filter: (file: GoFile) => boolean = () => true): Generator<Declared> {
    for (const file of this.files) {
      if (filter(file)) for (const group of this.#read(file).values()) yield* group;
    }
  }

  /** The function that a declaration node declares. */
  funcOf(node: SyntaxNode): FuncEntity | undefined {
    for (const group of this.#read(node.file as GoFile).values()) {
      for (const entity of group) if (entity.kind === 'func' && entity.node === node) return entity;
    }
    return undefined;
  }

  mentions(name: string): boolean {
    return this.files.some(file => file.mentions(name));
  }

  #declarationsOf(key: string): readonly Declared[] {
    this.#declaring ??= filesByDeclaration(this.files);
    return this.#declaring.get(key)?.flatMap(file => this.#read(file).get(key) ?? []) ?? NONE;
  }

  #read(file: GoFile): ReadonlyMap<string, readonly Declared[]> {
    // Asked for even where the answer is known: a broken text is asked as a whole.
    const { root } = file;
    let found = this.#declared.get(file);
    if (!found) {
      found = declarationsOf(root, file, this);
      this.#declared.set(file, found);
    }
    return found;
  }
}

const NONE: readonly Declared[] = [];

function filesByDeclaration(files: readonly GoFile[]): ReadonlyMap<string, readonly GoFile[]> {
  const found = new Map<string, GoFile[]>();
  for (const file of files) {
    for (const key of [...file.outline.names, ...file.outline.methods]) {
      const group = found.get(key);
      if (group) group.push(file);
      else found.set(key, [file]);
    }
  }
  return found;
}

function packageClause(files: readonly GoFile[]): string {
  const names = files.map(file => /^[ \t]*package[ \t]+([^\s;/]+)/m.exec(file.text)?.[1] ?? '');
  return names.find(name => name && !name.endsWith('_test')) ?? names[0] ?? '';
}

function declarationsOf(root: SyntaxNode, file: GoFile, pkg: Package): ReadonlyMap<string, readonly Declared[]> {
  const found = new Map<string, Declared[]>();
  const add = (key: string, entity: Declared) => {
    const group = found.get(key);
    if (group) group.push(entity);
    else found.set(key, [entity]);
  };
  for (const node of root.children) {
    const declared = declaredBy(node, file, pkg);
    for (const entity of declared) add(keyOf(entity), entity);
  }
  return found;
}

function keyOf(entity: Declared): string {
  return entity.kind === 'func' && entity.receiver ? `${entity.receiver.type}.${entity.name}` : entity.name;
}

function declaredBy(node: SyntaxNode, file: GoFile, pkg: Package): readonly Declared[] {
  switch (node.kind) {
    case 'function_declaration':
    case 'method_declaration':
      return [funcEntity(node, file, pkg)];
    case 'type_declaration':
      return node.children
        .filter(spec => spec.kind === 'type_spec' || spec.kind === 'type_alias')
        .map(spec => ({ kind: 'type', name: spec.field('name')?.text ?? '', pkg, file, node: spec, local: false }));
    case 'var_declaration':
    case 'const_declaration':
      return [...node.all('var_spec', 'const_spec')]
        .filter(spec => !spec.within('func_literal'))
        .flatMap(spec =>
          spec.list('name').map((name, index): GlobalEntity => {
            return {
              kind: 'global',
              name: name.text,
              constant: spec.kind === 'const_spec',
              pkg,
              file,
              node: spec,
              index,
            };
          }),
        );
    default:
      return [];
  }
}

function funcEntity(node: SyntaxNode, file: GoFile, pkg: Package): FuncEntity {
  return { kind: 'func', name: node.field('name')?.text ?? '', pkg, file, node, receiver: receiverOf(node) };
}

function receiverOf(node: SyntaxNode): FuncEntity['receiver'] {
  let type = node.field('receiver')?.children[0]?.field('type');
  if (!type) return undefined;
  let pointer = false;
  while (type && (type.kind === 'pointer_type' || type.kind === 'parenthesized_type')) {
    pointer ||= type.kind === 'pointer_type';
    type = type.children[0];
  }
  const name = type?.kind === 'generic_type' ? type.field('type') : type;
  return { type: name?.text ?? '', pointer };
}
