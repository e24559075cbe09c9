/** Taking the text of a symbol apart: `(*net/http.Client).Do` is package `net/http` and rest `Client.Do`. */

/**
 * Package and rest of a symbol or type name; pointers and type arguments are left out of the rest. The last element of a path may hold dots
 * (`gopkg.in/yaml.v3.Unmarshal`), so it is `resolve` that says what is a package: it gives the path to use, or undefined.
 */
export function splitSymbol(
  symbol: string,
  resolve: (path: string) => string | undefined,
): { path: string; rest: string } | undefined {
  const text = bare(symbol);
  if (text === 'error' || text.startsWith('error.')) return { path: 'builtin', rest: text };
  for (let dot = text.indexOf('.', text.lastIndexOf('/') + 1); dot > 0; dot = text.indexOf('.', dot + 1)) {
    if (/^v\d+(\.|$)/.test(text.slice(dot + 1))) continue; // the version in `gopkg.in/yaml.v3`
    const path = resolve(text.slice(0, dot));
    if (path !== undefined) return { path, rest: text.slice(dot + 1) };
  }
  return undefined;
}

/** Without pointer, receiver's parentheses and type arguments. */
function bare(symbol: string): string {
  let text = '';
  let depth = 0;
  for (const c of symbol) {
    if (c === '[') depth++;
    if (depth === 0 && c !== '(' && c !== ')' && c !== '*') text += c;
    if (c === ']') depth--;
  }
  return text;
}

/** A path without its major version: `github.com/x/y/v2/z` and `gopkg.in/y.v2`. */
export function unversioned(path: string): string {
  if (!path.includes('/v') && !path.includes('.v')) return path;
  return path.replace(/[/.]v\d+(?=\/|$)/, '');
}
