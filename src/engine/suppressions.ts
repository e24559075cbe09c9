/** Finds the comments that switch rules off, and the lines that each covers. */
import { parseDirective } from '../golang/directive.ts';
import type { GoFile } from '../golang/file.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import type { Suppression } from './contract.ts';

const DIRECTIVE = /\/\/[ \t]*(?:goleak:ignore|nolint)\b[^\n\r]*/g;

/** Whether the text may hold one: the prefilter's needle. */
export function mayHoldDirective(text: string): boolean {
  return text.includes('goleak:ignore') || text.includes('nolint');
}

export function suppressionsOf(file: GoFile): readonly Suppression[] {
  if (!mayHoldDirective(file.text)) return [];
  return [...file.text.matchAll(DIRECTIVE)].flatMap(match => {
    const found = suppressionAt(file, match[0], match.index);
    return found ? [found] : [];
  });
}

function suppressionAt(file: GoFile, text: string, at: number): Suppression | undefined {
  const directive = parseDirective(text.trimEnd());
  if (!directive || !isInComment(file, at)) return undefined;
  const end = at + text.trimEnd().length;
  const location = { path: file.path, start: file.lines.position(at), end: file.lines.position(end) };
  return { rules: directive.rules, reason: directive.reason, kind: directive.kind, location, ...covered(file, at) };
}

function isInComment({ tree: { comments } }: GoFile, at: number): boolean {
  for (let index = 0; index < comments.length; index += 2)
    if (comments[index]! <= at && at < comments[index + 1]!) return true;
  return false;
}

/** Behind code: its line. Alone: the statement or declaration that begins below. Above the package clause: the file. */
function covered(file: GoFile, at: number): { readonly from: number; readonly to: number } {
  const { line } = file.lines.position(at);
  const before = file.text.slice(file.lines.start(line), at);
  if (before.trim() !== '') return { from: line, to: line };
  const next = nextCodeLine(file, line + 1);
  if (isPackageLine(file, next)) return { from: 1, to: file.lines.count };
  const node = nodeStartingOn(file.root, next, file);
  return { from: line, to: node ? file.lines.position(Math.max(node.start, node.end - 1)).line : next };
}

function nextCodeLine(file: GoFile, from: number): number {
  for (let line = from; line <= file.lines.count; line++) {
    const text = file.text.slice(file.lines.start(line), file.lines.start(line + 1)).trim();
    if (text !== '' && !text.startsWith('//')) return line;
  }
  return from;
}

function isPackageLine(file: GoFile, line: number): boolean {
  return /^\s*package\s/.test(file.text.slice(file.lines.start(line), file.lines.start(line + 1)));
}

/** The outermost node that begins on a line. */
function nodeStartingOn(root: SyntaxNode, line: number, file: GoFile): SyntaxNode | undefined {
  const start = file.lines.start(line);
  const end = file.lines.start(line + 1);
  const search = (node: SyntaxNode): SyntaxNode | undefined => {
    for (const child of node.children) {
      if (child.start >= end || child.end <= start) continue;
      if (child.start >= start) return child;
      const found = search(child);
      if (found) return found;
    }
    return undefined;
  };
  return search(root);
}
