/** What a Go text declares at its top, by text alone: enough to know which files to parse for a name. */

export interface TextOutline {
  readonly names: ReadonlySet<string>;
  /** `Type.Method` */
  readonly methods: ReadonlySet<string>;
}

/** A name. Whatever is not ASCII may be part of one: classes of Unicode letters cost a compiled regexp tens of milliseconds. */
const NAME = String.raw`[A-Za-z_\x80-\uffff][\w\x80-\uffff]*`;
const TOP = new RegExp(
  String.raw`^[ \t]*(?:func[ \t]+(${NAME})|func[ \t]*\(([^)]*)\)[ \t]*(${NAME})|(?:var|const|type)[ \t]+(${NAME}[^=\n(]*))`,
  'gm',
);
const GROUP = /^(?:var|const|type)[ \t]*\(([\s\S]*?)^\)/gm;
const NAMES = new RegExp(String.raw`^\s*((?:${NAME}[ \t]*,[ \t]*)*${NAME})`);
const RECEIVER = new RegExp(String.raw`(${NAME})[ \t]*(?:\[[^\]]*\])?[ \t]*,?\s*$`);

export function outlineText(text: string): TextOutline {
  const names = new Set<string>();
  const methods = new Set<string>();
  for (const [, func, receiver, method, list] of text.matchAll(TOP)) {
    if (func) names.add(func);
    else if (method) methods.add(`${receiverName(receiver ?? '')}.${method}`);
    else if (list) addNames(list, names);
  }
  for (const [, body] of text.matchAll(GROUP)) {
    for (const line of (body ?? '').split('\n')) addNames(line, names);
  }
  return { names, methods };
}

/** `a, b int` declares a and b: every word up to the first that is not followed by a comma. */
function addNames(list: string, names: Set<string>): void {
  const match = NAMES.exec(list);
  for (const name of match?.[1]?.split(',') ?? []) names.add(name.trim());
}

function receiverName(receiver: string): string {
  return RECEIVER.exec(receiver)?.[1] ?? '';
}
