/** The words of a text as a shell splits them: at blanks and line ends, but not inside quotes. Nothing else that a shell does is done. */
export function words(text) {
  const found = [];
  let word;
  for (const [, blank, single, double, escaped, plain] of text.matchAll(
    /(\s+)|'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)|([^\s'"\\]+|['"\\])/gs,
  )) {
    if (blank !== undefined) {
      if (word !== undefined) found.push(word);
      word = undefined;
    } else word = (word ?? '') + (single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? escaped ?? plain);
  }
  return word === undefined ? found : [...found, word];
}
