/** What a command can end in; documented in `ventanilla --help`. */
export const EXIT = {
  /** Everything asked for was done and found good. */
  good: 0,
  /** Done, and found bad: a document rejected, a receipt that does not verify. */
  bad: 1,
  usage: 2,
  /** Could not be done: platform not running, file unreadable. */
  unavailable: 3,
  interrupted: 130,
} as const;

/** Sets the exit code of the process unless a graver one is set already. */
export function endWith(code: number): void {
  process.exitCode = Math.max(code, Number(process.exitCode ?? EXIT.good));
}

/** Ends the command with `exitCode`; `message` says what is wrong and `hint` what to do about it. */
export class CommandFailure extends Error {
  readonly exitCode: number;
  readonly hint: string | undefined;

  constructor(
    message: string,
    options: { exitCode?: number; hint?: string; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'CommandFailure';
    this.exitCode = options.exitCode ?? EXIT.unavailable;
    this.hint = options.hint;
  }
}

/** The sentence of any thrown value, with those of its causes. */
export function sentenceOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return sentenceOf(error.errors[0]);
  }
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `: ${sentenceOf(error.cause)}`;
  return `${error.message || error.name}${cause}`;
}
