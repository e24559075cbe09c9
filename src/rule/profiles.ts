/** Where the handlers of net/http/pprof stand: on the default mux, once anything that a program is made of imports the package, or where they are put by hand. */
import { calleeOf } from '../golang/callee.ts';
import { fileOf, type GoFile } from '../golang/file.ts';
import { identityOf } from '../golang/origins.ts';
import type { Package } from '../golang/package.ts';
import { resolve, topOf } from '../golang/scope.ts';
import { type SyntaxNode, stringValue } from '../syntax/node.ts';

const PPROF = 'net/http/pprof';
/** Packages between the one that serves and the one that imports the handlers. */
const DEPTH = 6;

/** The import that puts the handlers on the default mux of a program that holds the package. */
export function pprofImport(pkg: Package): SyntaxNode | undefined {
  const seen = new Set([pkg]);
  let open = [pkg];
  for (let depth = 0; open.length > 0 && depth < DEPTH; depth++) {
    for (const each of open) {
      const found = importIn(each);
      if (found) return found;
    }
    open = open.flatMap(importedBy).filter(each => !seen.has(each) && seen.add(each));
  }
  return undefined;
}

function importIn(pkg: Package): SyntaxNode | undefined {
  for (const file of pkg.files) {
    if (file.source.test || !file.text.includes(`"${PPROF}"`)) continue;
    const spec = file.root.all('import_spec').find(each => pathOf(each) === PPROF);
    if (spec) return spec;
  }
  return undefined;
}

function importedBy(pkg: Package): readonly Package[] {
  const files = pkg.files.filter(file => !file.source.test);
  return files.flatMap(file => [...pathsIn(file)].flatMap(path => pkg.world.package(path, pkg.module) ?? []));
}

/** Import paths as the text spells them: cheaper than parsing files that nobody asks for otherwise. */
function pathsIn(file: GoFile): Iterable<string> {
  const prefix = file.pkg.module.path;
  const spelled = file.text.matchAll(/"([^"\s]+)"/g);
  return [...spelled].flatMap(([, path]) => (prefix !== '' && path!.startsWith(prefix) ? [path!] : []));
}

function pathOf(spec: SyntaxNode): string | undefined {
  const path = spec.field('path');
  return path && stringValue(path);
}

/** A registration of the handlers on a mux, in the function that makes the mux. */
export function registeredOn(handler: SyntaxNode): SyntaxNode | undefined {
  const muxes = identityOf(handler).map(({ node }) => node);
  if (!muxes.some(mux => fileOf(mux).text.includes(`"${PPROF}"`))) return undefined;
  for (const mux of muxes) {
    const found = topOf(mux)
      .all('call_expression')
      .find(call => registers(call, mux));
    if (found) return found;
  }
  return undefined;
}

function registers(call: SyntaxNode, mux: SyntaxNode): boolean {
  const callee = calleeOf(call);
  const receiver = 'receiver' in callee ? callee.receiver : undefined;
  const args = call.field('arguments')?.children ?? [];
  return receiver !== undefined && args.some(isProfile) && identityOf(receiver).some(({ node }) => node === mux);
}

/** `pprof.Index`, `pprof.Handler("heap")`, `http.HandlerFunc(pprof.Index)`. */
function isProfile(node: SyntaxNode): boolean {
  return [node, ...node.all('selector_expression')].some(each => {
    const operand = each.kind === 'selector_expression' ? each.field('operand') : undefined;
    const imported = operand?.kind === 'identifier' ? resolve(operand) : undefined;
    return imported?.kind === 'import' && imported.path === PPROF;
  });
}

/** Calls of a router's library that are handed the default mux: the router takes all that stands on it. The project's own wrappers may guard it. */
export function defaultMuxHanded(file: GoFile, isMux: (node: SyntaxNode) => boolean): readonly SyntaxNode[] {
  if (!file.mentions('DefaultServeMux')) return [];
  return file.root.all('call_expression').filter(call => {
    const callee = calleeOf(call);
    if (callee.kind !== 'external' || /^(\(\*)?net\/http\./.test(callee.symbol)) return false;
    return call.field('arguments')?.children.some(isMux) === true;
  });
}
