/** Names of functions as the Go runtime prints them in profiles and stacks, so that findings can be joined with them. */
import type { SyntaxNode } from '../syntax/node.ts';
import { fileOf } from './file.ts';
import { topOf } from './scope.ts';

/**
 * `example.com/shop/cart.(*Store).Add.func1` for the innermost function around a node; '' outside of functions. Wrapper frames that the compiler adds for
 * `go` and `defer` statements (`gowrap1`), and renaming by inlining, are not spelled.
 */
export function runtimeSymbol(node: SyntaxNode): string {
  const top = topOf(node);
  const literals = literalsAround(node, top);
  if (top.kind !== 'function_declaration' && top.kind !== 'method_declaration') {
    return literals.length > 0 ? `${packageSymbol(node)}.init.${literals.join('.')}` : '';
  }
  return [`${packageSymbol(node)}.${declaredName(top)}`, ...literals].join('.');
}

/** `func1` directly in the function, then `1`, `2`, ... for literals inside literals; counted in source order. */
function literalsAround(node: SyntaxNode, top: SyntaxNode): readonly string[] {
  const chain: SyntaxNode[] = [];
  for (let at: SyntaxNode | undefined = node; at && at !== top; at = at.parent)
    if (at.kind === 'func_literal') chain.unshift(at);
  let around = top;
  return chain.map((literal, depth) => {
    const index = directLiterals(around).indexOf(literal) + 1;
    around = literal;
    return depth === 0 ? `func${index}` : `${index}`;
  });
}

function directLiterals(around: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const search = (node: SyntaxNode) => {
    for (const child of node.children) {
      if (child.kind === 'func_literal') found.push(child);
      else search(child);
    }
  };
  search(around);
  return found;
}

function declaredName(func: SyntaxNode): string {
  const name = func.field('name')?.text ?? '';
  let type = func.field('receiver')?.children[0]?.field('type');
  const generic = func.field('type_parameters') ? '[...]' : '';
  if (!type) return `${name}${generic}`;
  const pointer = type.kind === 'pointer_type';
  if (pointer) type = type.children[0];
  const base = type?.kind === 'generic_type' ? `${type.field('type')?.text}[...]` : (type?.text ?? '');
  return pointer ? `(*${base}).${name}` : `${base}.${name}`;
}

/** Package main is `main` whatever its path; dots in the last element are escaped. */
function packageSymbol(node: SyntaxNode): string {
  const { pkg } = fileOf(node);
  if (pkg.main) return 'main';
  const slash = pkg.importPath.lastIndexOf('/') + 1;
  const last = pkg.importPath
    .slice(slash)
    .replace(/[.%"]|[^\x21-\x7e]/g, mark => encodeURIComponent(mark).toLowerCase().replace('.', '%2e'));
  return pkg.importPath.slice(0, slash) + last;
}
