/** What the comments before the package clause say of a Go file. */
export interface Preamble {
  /** `// Code generated ... DO NOT EDIT.` on a line of its own, as the go command defines it. */
  readonly generated: boolean;
  /** `//go:build ignore`: no build ever takes the file. */
  readonly ignored: boolean;
  /** Whether a package clause follows: without one it is no Go. */
  readonly clause: boolean;
}

const GENERATED = /^\/\/ Code generated .* DO NOT EDIT\.\r?$/;
const IGNORED = /^\/\/\s*(?:go:build|\+build)\s+ignore\s*$/;

/** Reads lines up to the first that is neither comment nor blank; block comments are passed over whole. */
export function preamble(text: string): Preamble {
  let generated = false;
  let ignored = false;
  let clause = false;
  let at = 0;
  while (at < text.length) {
    const end = lineEnd(text, at);
    const line = text.slice(at, end);
    const code = line.trimStart();
    if (code.startsWith('/*')) {
      const close = text.indexOf('*/', at + line.length - code.length + 2);
      if (close < 0) break;
      at = close + 2;
      continue;
    }
    if (code !== '' && !code.startsWith('//')) {
      clause = /^package[\s/]/.test(code);
      break;
    }
    generated ||= GENERATED.test(line);
    ignored ||= IGNORED.test(line);
    at = end + 1;
  }
  return { generated, ignored, clause };
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
