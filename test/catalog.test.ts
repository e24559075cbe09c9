import { describe, expect, it } from 'vitest';
import {
  canonicalPath,
  catalog,
  type Effects,
  effectsOf,
  fieldOf,
  frameworks,
  type Library,
  librariesIn,
  packageName,
  resource,
  type TypeText,
  typeRow,
  valueRow,
} from '../src/catalog/index.ts';
import { decodeShape } from '../src/catalog/shapes/decode.ts';
import { shapeTexts } from '../src/catalog/shapes/texts.ts';

const basics = new Set(
  'any bool byte rune string error int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 uintptr float32 float64 complex64 complex128 comparable'.split(
    ' ',
  ),
);

/** Reads a type's text and collects the names of declared types in it; throws where the text is no type. */
class TypeReader {
  readonly names: string[] = [];
  private rest: string;

  constructor(type: TypeText) {
    this.rest = type;
    this.type();
    if (this.rest !== '') throw new Error(`no type: ${type}, left over: ${this.rest}`);
  }

  private eat(pattern: RegExp): string | undefined {
    const found = pattern.exec(this.rest)?.[0];
    if (found !== undefined) this.rest = this.rest.slice(found.length);
    return found;
  }

  private need(pattern: RegExp): string {
    const found = this.eat(pattern);
    if (found === undefined) throw new Error(`no type, at: ${this.rest}`);
    return found;
  }

  private type(): void {
    while (this.eat(/^(\*|\[\d*\]|chan<- |<-chan |chan )/)) {}
    if (this.eat(/^struct\{\}/)) return;
    if (this.eat(/^map\[/)) {
      this.type();
      this.need(/^\]/);
      this.type();
    } else if (this.eat(/^func(?=\()/)) this.signature();
    else this.named();
  }

  private signature(): void {
    this.tuple();
    if (!this.eat(/^ /)) return;
    if (this.rest.startsWith('(')) this.tuple();
    else this.type();
  }

  private tuple(): void {
    this.need(/^\(/);
    if (this.eat(/^\)/)) return;
    do {
      this.eat(/^\.\.\./);
      this.type();
    } while (this.eat(/^, /));
    this.need(/^\)/);
  }

  private named(): void {
    this.names.push(this.need(/^\w[\w./-]*/));
    if (!this.eat(/^\[/)) return;
    do this.type();
    while (this.eat(/^, /));
    this.need(/^\]/);
  }
}

const namesIn = (type: TypeText): string[] => new TypeReader(type).names;

const isStd = (path: string) => !path.split('/')[0]?.includes('.');

/** What is wrong with a type's text, for use in a row of this library. */
function unknownNames(type: TypeText): string[] {
  return namesIn(type).filter(name => {
    if (basics.has(name) || /^[A-Z]\w*$/.test(name)) return false; // a type parameter
    const path = name.slice(0, name.indexOf('.', name.lastIndexOf('/') + 1));
    return typeRow(name) === undefined && !isStd(path);
  });
}

function everyEffect(): [string, Library, string, Effects][] {
  return catalog.flatMap(library =>
    Object.entries(library.effects).map(
      ([key, row]) => [`${library.paths[0]} ${key}`, library, key, row] as [string, Library, string, Effects],
    ),
  );
}

describe('rows', () => {
  it('are plain data', () => {
    expect(JSON.parse(JSON.stringify(catalog))).toEqual(catalog);
  });

  it('describe each import path once', () => {
    const paths = catalog.flatMap(library => library.paths);
    expect(paths.filter((path, i) => paths.indexOf(path) !== i)).toEqual([]);
  });

  it('name what their package declares', () => {
    const missing = everyEffect().filter(([, library, key, row]) => {
      const path = library.paths[0] as string;
      const text = shapeTexts().get(path);
      if (text === undefined || row.results !== undefined) return false;
      const [type, method] = key.replace(/[(*)]/g, '').split('.') as [string, string?];
      const shape = decodeShape(path, text);
      if (method === undefined) return !shape.effects(type) && !shape.value(type);
      return !shape.effects(`${type}.${method}`) && (shape.type(type) || !library.types?.[type]);
    });
    expect(missing.map(([label]) => label)).toEqual([]);
  });

  it('describe types that their package declares', () => {
    const wrong = catalog.flatMap(library => {
      const path = library.paths[0] as string;
      const text = shapeTexts().get(path);
      const shape = text === undefined ? undefined : decodeShape(path, text);
      return Object.entries(library.types ?? {})
        .filter(([name, row]) => (shape ? !shape.type(name) : row.kind === undefined && row.alias === undefined))
        .map(([name]) => `${path}.${name}`);
    });
    expect(wrong).toEqual([]);
  });

  it('give types that can be read and looked up', () => {
    const wrong = everyEffect().flatMap(([label, , , row]) =>
      (row.results ?? []).flatMap(type => unknownNames(type).map(name => `${label}: ${name}`)),
    );
    expect(wrong).toEqual([]);
  });

  it('have fields with known types', () => {
    const wrong = catalog.flatMap(library =>
      Object.entries(library.types ?? {}).flatMap(([name, row]) => {
        const type = `${library.paths[0]}.${name}`;
        return Object.keys(row.fields ?? {})
          .filter(field => fieldOf(type, field) === undefined)
          .map(field => `${type}.${field}`);
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('acquire only resources that are described', () => {
    const wrong = everyEffect().flatMap(([label, , , row]) =>
      [...(row.acquires ?? []), ...(row.releases ?? [])]
        .filter(use => use.resource !== undefined && !resource(use.resource))
        .map(use => `${label}: ${use.resource}`),
    );
    expect(wrong).toEqual([]);
  });

  it('tell frameworks by names that exist', () => {
    const wrong = frameworks.flatMap(framework => [
      ...[...framework.constructors, ...(framework.chain?.make ?? [])].filter(symbol => !effectsOf(symbol)),
      ...[...framework.routers, ...framework.handlers].flatMap(unknownNames),
    ]);
    expect(wrong).toEqual([]);
  });
});

describe('shapes', () => {
  it('are ASCII, one character a byte, and each under its path', () => {
    const { paths, get } = shapeTexts();
    expect([...paths()].filter(path => /[^\n -~]|^#/m.test(get(path)!))).toEqual([]);
    expect(get('io/fs')).toMatch(/^type DirEntry interface\n.* error$/s);
    expect(get('io/nothing')).toBeUndefined();
  });

  it('hold types that can be read', () => {
    for (const path of shapeTexts().paths()) {
      const shape = decodeShape(path, shapeTexts().get(path)!);
      for (const name of shape.names()) {
        const { results = [], takes = [] } = shape.effects(name) ?? {};
        for (const type of [...results, ...takes.map(taken => taken.replace(/^\.{3}/, ''))]) namesIn(type);
      }
      for (const name of shape.types())
        for (const field of Object.values(shape.type(name)?.fields ?? {})) namesIn(field.type);
    }
  });
});

describe('look-ups', () => {
  it('find methods by pointer and by value', () => {
    expect(effectsOf('(*net/http.Client).Do')?.results).toEqual(['*net/http.Response', 'error']);
    expect(effectsOf('net/http.Client.Do')).toEqual(effectsOf('(*net/http.Client).Do'));
  });

  it('follow embedded types and aliases', () => {
    expect(effectsOf('(*bufio.ReadWriter).ReadString')?.slurps?.[0]?.noun).toBe('line');
    expect(effectsOf('os.FileInfo.Size')?.results).toEqual(['int64']);
    expect(fieldOf('archive/zip.File', 'UncompressedSize64')?.source).toBe('archive');
  });

  it('know the universe', () => {
    expect(effectsOf('error.Error')?.results).toEqual(['string']);
  });

  it('ignore type arguments', () => {
    expect(effectsOf('(*sync/atomic.Pointer[net/http.Request]).Load')?.results).toEqual(['*T']);
    expect(typeRow('sync/atomic.Pointer[net/http.Request]')?.typeParams).toEqual(['T']);
  });

  it('merge what is written down with the shape', () => {
    expect(fieldOf('*net/http.Request', 'Body')).toEqual({ type: 'io.ReadCloser', source: 'request' });
    expect(valueRow('os.Stdin')).toEqual({ type: '*os.File', source: 'stdin' });
    expect(valueRow('time.Second')?.number).toBe(1e9);
    expect(valueRow('net/http.MethodOptions')?.text).toBe('OPTIONS');
  });

  it('understand generic functions', () => {
    expect(effectsOf('slices.Clone')).toMatchObject({ typeParams: ['S []E', 'E'], takes: ['S'], results: ['S'] });
  });

  it('say nothing of what is unknown', () => {
    expect(effectsOf('example.com/app.Run')).toBeUndefined();
    expect(effectsOf('net/http.Client.constructor')).toBeUndefined();
    expect(typeRow('string')).toBeUndefined();
    expect(packageName('example.com/app')).toBeUndefined();
    expect(canonicalPath('example.com/app')).toBeUndefined();
  });

  it('leave out libraries that no module requires', () => {
    const paths = librariesIn(['example.com/app', 'github.com/go-chi/chi/v4']).map(library => library.paths[0]);
    expect(paths).toContain('io');
    expect(paths).toContain('github.com/go-chi/chi/v5/middleware');
    expect(paths).not.toContain('github.com/gin-gonic/gin');
  });

  it('know package names', () => {
    expect(packageName('math/rand/v2')).toBe('rand');
    expect(packageName('net/http')).toBe('http');
    expect(packageName('github.com/mattn/go-sqlite3')).toBe('sqlite3');
  });
});
