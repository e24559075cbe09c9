/** The world around a run: all that the command line may ask of the process. Handed in, so that tests can look. */
export interface Terminal {
  /** Absolute, symbolic links resolved. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Stream;
  readonly stderr: Stream;
  /** Reads standard input to its end. */
  readStdin(): string;
}

export interface Stream {
  readonly isTTY: boolean;
  /** Columns; 80 where nobody knows. */
  readonly width: number;
  write(text: string): void;
}

/** Colour on request, else on terminals only, and never for CI or where NO_COLOR or a dumb terminal says so. */
export function wantsColor({ env, stdout }: Terminal, asked: boolean | undefined): boolean {
  if (asked !== undefined) return asked;
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return stdout.isTTY && !env.CI && env.TERM !== 'dumb';
}

/** Whether lines may be drawn over on standard error. */
export function canDraw({ env, stderr }: Terminal): boolean {
  return stderr.isTTY && !env.CI && env.TERM !== 'dumb';
}
