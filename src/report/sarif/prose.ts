/** A rule's doc.md for readers that are no browser of the repository. Prose in it is wrapped, which code scanning would show as broken lines. */

const COMMENT = /^<!--.*?-->\n+/gms;
/** What stands on lines of its own: headings, tables, lists, quotes and HTML. */
const OWN_LINE = /^(?:#|\||[-*+] |\d+\. |>|<|$)/;
const FENCE = /^(?:```|~~~)/;

/** Without what is written for our own tools, and with each paragraph on one line. */
export function markdown(doc: string): string {
  const lines: string[] = [];
  let [inCode, joins] = [false, false];
  for (const line of doc.replace(COMMENT, '').split('\n')) {
    const isFence = FENCE.test(line);
    if (joins && !isFence && !OWN_LINE.test(line)) lines.push(`${lines.pop()} ${line.trim()}`);
    // Words behind the language are marks for the tests of the documentation.
    else lines.push(isFence ? line.replace(/^(\W+\w*).*/, '$1') : line);
    if (isFence) inCode = !inCode;
    joins = !inCode && !isFence && !/^(?:#|\||$)/.test(line);
  }
  return lines.join('\n');
}

/** The same for those who show no Markdown. */
export function plainText(doc: string): string {
  return markdown(doc)
    .replace(/^(?:```|~~~).*\n/gm, '')
    .replace(/^#+ /gm, '')
    .replace(/^\|[-|: ]+\|\n/gm, '')
    .replace(/\[([^\]]*)\]\(([^)\s]*)\)/g, '$1 ($2)');
}

/** What the chapter on findings begins with, as plain text; undefined where there is none. */
export function firstParagraph(doc: string): string | undefined {
  const [, paragraph] = markdown(doc).match(/^## What it finds\n+(?!#)(.+)$/m) ?? [];
  return paragraph && plainText(paragraph);
}
