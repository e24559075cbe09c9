/** Texts, outlines and trees by path: what is dear to make and the same for every unit, so it outlives them. */
import type { Grammar, Parsed, SyntaxTree } from '../syntax/grammar.ts';
import { type NameIndex, nameIndex } from '../syntax/names.ts';
import { nodesMade } from '../syntax/node.ts';
import { type Body, bodiesOf, shellOf } from '../text/anatomy.ts';
import { type Lines, lineIndex } from '../text/lines.ts';
import { outlineText, type TextOutline } from './outline.ts';
import type { Project } from './project.ts';

/**
 * Nodes that may be held from one unit to the next, with what was learnt of them: some 250 bytes for each. By nodes, not by the files that they are of: of most files
 * a name or two is looked at, and what is forgotten must be learnt again.
 */
const HELD = 2_500_000;

/** Trees that somebody else makes, ahead of whoever asks. */
export interface TreeSource {
  /** The file's tree; undefined where the asking thread does better to make it. */
  take(path: string): Parsed | undefined;
}

export class Store {
  readonly grammar: Grammar;
  /** Asked before a text is parsed. */
  ahead: TreeSource | undefined;
  readonly #project: Project;
  readonly #texts = new Map<string, string>();
  readonly #outlines = new Map<string, TextOutline>();
  readonly #bodies = new Map<string, readonly Body[]>();
  readonly #lines = new Map<string, Lines>();
  readonly #trees = new Map<string, SyntaxTree>();
  readonly #names = new Map<string, NameIndex>();
  #before = nodesMade();

  constructor(project: Project, grammar: Grammar) {
    this.#project = project;
    this.grammar = grammar;
  }

  /** The file's text, empty where it can't be read: who named it reports that. */
  text(path: string): string {
    return remembered(this.#texts, path, () => {
      try {
        return this.#project.read(path);
      } catch {
        return '';
      }
    });
  }

  /** What the text declares at its top, read off without parsing; a superset of the truth. */
  outline(path: string): TextOutline {
    return remembered(this.#outlines, path, () => outlineText(shellOf(this.text(path), this.bodies(path))));
  }

  /** The bodies of its functions, read off without parsing. */
  bodies(path: string): readonly Body[] {
    return remembered(this.#bodies, path, () => bodiesOf(this.text(path)));
  }

  lines(path: string): Lines {
    return remembered(this.#lines, path, () => lineIndex(this.text(path)));
  }

  tree(path: string): SyntaxTree {
    return remembered(this.#trees, path, () => {
      const parsed = this.ahead?.take(path);
      return parsed ? this.grammar.adopt(parsed) : this.grammar.parse(this.text(path));
    });
  }

  /** Where the file's identifiers stand. */
  names(path: string): NameIndex {
    return remembered(this.#names, path, () => nameIndex(this.tree(path), this.text(path)));
  }

  isParsed(path: string): boolean {
    return this.#trees.has(path);
  }

  /** More nodes than may be held from one unit to the next. */
  get isLarge(): boolean {
    return nodesMade() - this.#before > HELD;
  }

  /** All files have been let go of. */
  letGo(): void {
    this.#before = nodesMade();
  }
}

function remembered<V>(known: Map<string, V>, path: string, make: () => V): V {
  let value = known.get(path);
  if (value === undefined) {
    value = make();
    known.set(path, value);
  }
  return value;
}
