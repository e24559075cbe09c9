/** Which packages to compile: those with named files, and, of what these import, the files where something named may be the cause of a finding. */
import type { GoFile } from '../golang/file.ts';
import type { Package } from '../golang/package.ts';
import type { World } from '../golang/world.ts';
import type { Project, Unit } from './contract.ts';

/** One unit for each package that has a named file, in the order of the paths, then those that named files may have caused something in. */
export function unitsOf(project: Project, world: World): readonly Unit[] {
  const named = namedUnits(project);
  const isWhole = project.files.every(file => file.named || file.generated || file.test);
  return isWhole ? named : [...named, ...causedUnits(named, project, world)];
}

function namedUnits(project: Project): readonly Unit[] {
  const units = new Map<string, Unit & { paths: string[] }>();
  for (const file of project.files) {
    if (!file.named) continue;
    const key = `${file.module}\n${file.importPath}`;
    const unit = units.get(key);
    if (unit) unit.paths.push(file.path);
    else units.set(key, { importPath: file.importPath, module: file.module, paths: [file.path], caused: false });
  }
  return [...units.values()].sort((a, b) => (a.paths[0]! < b.paths[0]! ? -1 : 1));
}

/** An argument that a named file passes can make a read in the callee's package dangerous: files that declare what named files mention. */
function causedUnits(named: readonly Unit[], project: Project, world: World): readonly Unit[] {
  const paths = new Set(project.files.filter(file => file.named).map(file => file.path));
  const found = new Map<Package, Set<GoFile>>();
  for (const unit of named) {
    const pkg = world.package(unit.importPath, world.module(unit.module)!);
    const files = pkg?.files.filter(file => unit.paths.includes(file.path)) ?? [];
    for (const file of files)
      for (const callee of mentionedFiles(file, paths))
        found.set(callee.pkg, (found.get(callee.pkg) ?? new Set()).add(callee));
  }
  return [...found].flatMap(([pkg, files]) => {
    const unit = { importPath: pkg.importPath, module: pkg.module.root, caused: true };
    const [here, elsewhere] = [false, true].map(wanted => pathsOf(files, wanted));
    return [
      ...(here!.length > 0 ? [{ ...unit, paths: here! }] : []),
      ...(elsewhere!.length > 0 ? [{ ...unit, paths: elsewhere!, elsewhere: true }] : []),
    ];
  });
}

function pathsOf(files: ReadonlySet<GoFile>, elsewhere: boolean): readonly string[] {
  return [...files].flatMap(({ path, source }) => ((source.elsewhere ?? false) === elsewhere ? [path] : [])).sort();
}

const QUOTED = /"([^"\s]+)"/g;

function* mentionedFiles(file: GoFile, named: ReadonlySet<string>): Generator<GoFile> {
  const packages = new Set([file.pkg]);
  for (const [, path] of file.text.slice(0, file.text.search(/^(func|type|var|const)\b/m)).matchAll(QUOTED)) {
    const imported = file.pkg.world.package(path!, file.pkg.module);
    if (imported) packages.add(imported);
  }
  for (const pkg of packages) {
    for (const other of pkg.files) {
      if (named.has(other.path) || other.source.test || other.source.generated) continue;
      const { names, methods } = other.outline;
      const declared = [...names, ...[...methods].map(method => method.slice(method.indexOf('.') + 1))];
      if (declared.some(name => file.mentions(name))) yield other;
    }
  }
}
