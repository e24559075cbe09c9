/** Control characters and those that turn the direction of text: harmless in a file, but orders to a terminal. */
const ORDERS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** What GitHub's runner takes for a command to itself in anything that a step prints: `::` where a line begins, `##[` anywhere. */
const COMMANDS = /(?<=^\s*):(?=:)|#(?=#\[)/g;

/** Makes text from a repository (names, messages) safe to print on one line: what could steer a terminal, or a CI system, is spelled out. */
export function neutral(text: string): string {
  return text
    .replace(ORDERS, character => (character === '\n' || character === '\t' ? ' ' : spelledOut(character)))
    .replace(COMMANDS, spelledOut);
}

function spelledOut(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}

/** The same for JSON, which has its own way to spell them; `document` is finished JSON text, broken into lines or not. */
export function neutralJson(document: string): string {
  return document.replace(ORDERS, character => {
    if (character === '\n') return character;
    return [...Array(character.length).keys()]
      .map(at => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join('');
  });
}
