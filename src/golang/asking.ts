/**
 * What interfaces ask for, by text alone: whether a call through one of them may reach a method is known before a file is parsed for it. A text says too much at worst
 * (an interface in a comment), which costs a search, and never too little.
 */

/** An interface that is spelled out. */
export interface AskingText {
  /** Offset of its first brace's inside. */
  readonly start: number;
  /** How many parameters each of its methods has; those of embedded interfaces are left out. */
  readonly methods: ReadonlyMap<string, number>;
}

const OPENING = /\binterface[ \t]*\{/g;

/** The interfaces with methods of a text, those inside of others after them. */
export function askingIn(text: string): readonly AskingText[] {
  const found: AskingText[] = [];
  for (const { index, 0: opening } of text.matchAll(OPENING)) {
    const start = index + opening.length;
    const methods = methodsFrom(text, start);
    if (methods.size > 0) found.push({ start, methods });
  }
  return found;
}

const TOKEN = /\/\/.*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|`[^`]*`|[A-Za-z_\x80-\uffff][\w\x80-\uffff]*|[^\s]|\n/g;

/** Goes through the tokens of an interface: a name that a statement begins with and a parenthesis follows is a method. */
function methodsFrom(text: string, start: number): ReadonlyMap<string, number> {
  const methods = new Map<string, number>();
  const token = new RegExp(TOKEN);
  token.lastIndex = start;
  let depth = 1;
  let isFirst = true;
  let name: string | undefined;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [part] = match;
    if (/^\/[/*]/.test(part)) continue;
    if (part === '(' && name !== undefined && depth === 1) methods.set(name, parametersFrom(text, token));
    else if (/^[([{]$/.test(part)) depth++;
    else if (/^[)\]}]$/.test(part)) depth--;
    if (depth === 0) break;
    name = isFirst && depth === 1 && /^[\w\x80-\uffff]/.test(part) ? part : undefined;
    isFirst = part === '\n' || part === ';';
  }
  return methods;
}

/** How many parameters stand between the parenthesis that the token is at and its partner. */
function parametersFrom(text: string, token: RegExp): number {
  let count = 0;
  let isEmpty = true;
  let depth = 1;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [part] = match;
    if (part === '\n' || /^\/[/*]/.test(part)) continue;
    if (/^[([{]$/.test(part)) depth++;
    else if (/^[)\]}]$/.test(part)) depth--;
    if (depth === 0) break;
    if (part !== ',' || depth > 1) isEmpty = false;
    else {
      count++;
      isEmpty = true;
    }
  }
  return isEmpty ? count : count + 1;
}
