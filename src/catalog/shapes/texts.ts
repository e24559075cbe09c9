import { readAsset } from '../../text/asset.ts';

/** Texts of shapes, by the path of the package. As data beside the program they cost a run what it reads of them; as program text, each start. */
export interface ShapeTexts {
  has(path: string): boolean;
  get(path: string): string | undefined;
  paths(): Iterable<string>;
}

/** What stands before each package's text, and its path behind it. */
const HEAD = '\n# ';

let opened: ShapeTexts | undefined;

/** All shapes that ship with the tool; read once per thread, when somebody first asks. */
export function shapeTexts(): ShapeTexts {
  opened ??= open([readAsset('src/catalog/shapes/std.txt'), readAsset('src/catalog/shapes/modules.txt')]);
  return opened;
}

function open(books: readonly Buffer[]): ShapeTexts {
  const spans = new Map(books.flatMap(spansIn));
  return {
    has: path => spans.has(path),
    get(path) {
      const span = spans.get(path);
      return span?.book.toString('latin1', span.start, span.end); // ASCII, as a test sees to
    },
    paths: () => spans.keys(),
  };
}

function spansIn(book: Buffer): (readonly [string, { book: Buffer; start: number; end: number }])[] {
  const spans = [];
  for (let head = book.indexOf(HEAD), next: number; head >= 0; head = next) {
    const line = book.indexOf('\n', head + 1);
    next = book.indexOf(HEAD, line);
    const path = book.toString('latin1', head + HEAD.length, line);
    spans.push([path, { book, start: line + 1, end: next < 0 ? book.length - 1 : next }] as const);
  }
  return spans;
}
