/** What a Go text declares at its top, by text alone: enough to know which files to parse for a name. */

export interface TextOutline {
  readonly names: ReadonlySet<string>;
  /** `Type.Method` */
  readonly methods: ReadonlySet<string>;
}

const TOP =
  /^[ \t]*(?:func[ \t]+([\p{L}_][\p{L}\p{N}_]*)|func[ \t]*\(([^)]*)\)[ \t]*([\p{L}_][\p{L}\p{N}_]*)|(?:var|const|type)[ \t]+(?:([\p{L}_][^=\n(]*)|\())/gmu;
const GROUP = /^(?:var|const|type)[ \t]*\(([\s\S]*?)^\)/gmu;

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
  const match = /^[\s]*((?:[\p{L}_][\p{L}\p{N}_]*[ \t]*,[ \t]*)*[\p{L}_][\p{L}\p{N}_]*)/u.exec(list);
  for (const name of match?.[1]?.split(',') ?? []) names.add(name.trim());
}

function receiverName(receiver: string): string {
  return /([\p{L}_][\p{L}\p{N}_]*)[ \t]*(?:\[[^\]]*\])?[ \t]*,?\s*$/u.exec(receiver)?.[1] ?? '';
}
