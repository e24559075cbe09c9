import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';

/** A file that exists but can't be linted; the message says why, as the end of "x.go: ...". */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/** Text of a Go file without its byte order mark. Throws `Unreadable`. */
export function readSource(path: string): string {
  return checked(read(path));
}

/** The same for text that came another way (standard input). Throws `Unreadable` for what is no text. */
export function checked(text: string): string {
  if (text.includes('\0')) throw new Unreadable('is a binary file, not Go source');
  return withoutMark(text);
}

/** Without a byte order mark. */
export function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** Decoding puts U+FFFD where bytes are no UTF-8, but a file may also hold that character by right: only the bytes can tell. */
export function isMangled(path: string, text: string): boolean {
  return text.includes('\uFFFD') && !isUtf8(readFileSync(path));
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Unreadable(reason(error), { cause: error });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "can't be read: permission denied",
  EPERM: "can't be read: permission denied",
  ELOOP: "can't be read: its symbolic links go in a circle",
  ENOENT: "can't be read: it does not exist, or is a symbolic link that leads nowhere",
  EISDIR: "can't be read: it is a folder",
};

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ''] ?? `can't be read: ${code ?? message}`;
}
