/** The family of file reads: calls that take a whole file into memory, and what they find out about it first. */
import { effectsOf } from '../catalog/index.ts';
import { argumentOf, calleeOf, symbolOf } from '../golang/callee.ts';
import { flowAround } from '../golang/flow.ts';
import { identityOf, originsOf } from '../golang/origins.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import type { Site } from './contract.ts';
import { madeAt } from './made-files.ts';
import { isOwnPath } from './paths.ts';

export interface FileRead {
  readonly site: Site;
  /** The call that is given the path: the read itself, or the one that opened the file. */
  readonly opener: SyntaxNode;
  /** The path is fixed or configured. */
  readonly own: boolean;
  /** The call that writes it, where the program makes the file itself. */
  readonly made: SyntaxNode | undefined;
  /** Only the error is looked at. */
  readonly forExistence: boolean;
  /** A comparison of the file's size on the way to the read. */
  readonly sized: SyntaxNode | undefined;
}

/** Every whole read of a file among the sites. */
export function* fileReads(sites: readonly Site[]): Generator<FileRead> {
  for (const site of sites) {
    for (const slurp of effectsOf(site.symbol)?.slurps ?? []) {
      if (slurp.into !== 'result' || slurp.expands || slurp.limit !== undefined || isOtherTree(site)) continue;
      const opener = slurp.source === 'file' ? site.node : openerOf(argumentOf(site.node, slurp.param), slurp.source);
      if (!opener) continue;
      yield {
        site,
        opener,
        // Most reads have nothing to do with a response, and then nobody asks.
        get own() {
          return isOwnPath(opener);
        },
        get made() {
          return madeAt(opener);
        },
        forExistence: dropsResult(site.node),
        sized: sizeGuard(site.node),
      };
    }
  }
}

/** A file system that is not seen to be a folder on the disk: most are embedded. */
function isOtherTree({ node, symbol }: Site): boolean {
  if (symbol !== 'io/fs.ReadFile') return false;
  const tree = argumentOf(node, 0);
  const made = tree ? identityOf(tree).map(origin => origin.node) : [];
  return !made.some(each => each.kind === 'call_expression' && symbolOf(calleeOf(each)) === 'os.DirFS');
}

/** The call that opened what is read, where that is one file and nothing limits the read. */
function openerOf(reader: SyntaxNode | undefined, source: string | undefined): SyntaxNode | undefined {
  if (!reader || source !== undefined) return undefined;
  const [only, ...others] = originsOf(reader);
  if (only?.source !== 'file' || others.length > 0 || only.bound || only.held) return undefined;
  // A file of some other tree: embedded, in an archive, in a test.
  if (!/^(\(\*)?os\./.test(only.symbol)) return undefined;
  return only.node.kind === 'call_expression' && only.steps.every(step => step.node.file === only.node.file)
    ? only.node
    : undefined;
}

function dropsResult(call: SyntaxNode): boolean {
  const [first] = call.parent?.list('left') ?? [];
  return first?.text === '_';
}

function sizeGuard(call: SyntaxNode): SyntaxNode | undefined {
  const flow = flowAround(call);
  const point = flow?.pointOf(call);
  if (!flow || !point) return undefined;
  return flow.guards(point).find(({ condition }) => comparesSize(condition))?.condition;
}

function comparesSize(condition: SyntaxNode): boolean {
  const comparisons = [condition, ...condition.all('binary_expression')].filter(each => /^[<>]=?$/.test(each.operator));
  return comparisons.some(each =>
    each.all('call_expression').some(call => /\bFileInfo\)?\.Size$/.test(symbolOf(calleeOf(call)))),
  );
}
