/** Where composing begins: the functions from which, through calls and function values, a place is reached and that nobody in sight calls. */
import type { SyntaxNode } from '../../syntax/node.ts';
import { fileOf } from '../file.ts';
import { globalUses, usesOfFunc } from '../mentions.ts';
import { entityOf } from '../origins.ts';
import { remember } from '../remember.ts';
import { topOf } from '../scope.ts';
import { Composer } from './compose.ts';
import { isComposing, isServing } from './frameworks.ts';
import type { Composition } from './model.ts';

const CLIMBS = 7;
const CALLERS = 24;
const ENTRIES = 12;

/** What is composed by the entries from which a node is reached. */
export function compositionsAround(node: SyntaxNode): readonly Composition[] {
  return entriesTo(topOf(node)).map(compose);
}

const compose = remember<SyntaxNode, Composition>(
  entry => {
    const composer = new Composer();
    // A handler that nobody is seen to install puts nothing together itself.
    if (!isServing(entry)) composer.enter(entry);
    return composer;
  },
  { routers: [], wrapped: [] },
);

const entriesTo = remember<SyntaxNode, readonly SyntaxNode[]>(declaration => {
  const entries = new Set<SyntaxNode>();
  const seen = new Set([declaration]);
  let open = [declaration];
  for (let climbs = 0; open.length > 0 && entries.size < ENTRIES; climbs++) {
    const next: SyntaxNode[] = [];
    for (const at of open) {
      const users = climbs < CLIMBS && isFollowed(at) ? usersOf(at) : [];
      if (users.length === 0 || users.length > CALLERS || !at.field('body')) entries.add(at);
      else next.push(...users.filter(user => !seen.has(user)));
      for (const user of users) seen.add(user);
    }
    open = next;
  }
  return [...entries].slice(0, ENTRIES);
}, []);

/** Composing does not go into other functions; those that answer requests are reached as values. */
function isFollowed(declaration: SyntaxNode): boolean {
  return declaration.field('body') === undefined || isComposing(declaration) || isServing(declaration);
}

/** Declarations that mention what a declaration declares. Tests are no evidence for what runs in production. */
function usersOf(declaration: SyntaxNode): readonly SyntaxNode[] {
  const func = entityOf(declaration);
  const nodes = func ? usesOfFunc(func).map(use => use.node) : globalUses(declaration);
  const inTest = fileOf(declaration).source.test;
  return [...new Set(nodes.filter(node => inTest || !fileOf(node).source.test).map(topOf))].filter(
    user => user !== declaration,
  );
}
