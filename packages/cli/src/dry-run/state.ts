/** How far a dry run has come, in a file: it goes on after a stop, and never mixes two drafts. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { CommandFailure, EXIT } from '../failure.ts';
import { emptyTally, packTally, type Tally, unpackTally } from './tally.ts';

export interface Progress {
  /** Month, and hashes of the packs compared. */
  readonly of: string;
  /** First log entry that is not counted yet. */
  readonly next: number;
  readonly tally: Tally;
}

type Kept = Omit<Progress, 'tally'> & { readonly tally: ReturnType<typeof packTally> };

/** What was kept in `file`, or the beginning; throws CommandFailure when it is of another dry run. */
export function readProgress(file: string | undefined, of: string, first: number): Progress {
  const beginning = { of, next: first, tally: emptyTally() };
  if (file === undefined) return beginning;
  let kept: Kept;
  try {
    kept = JSON.parse(readFileSync(file, 'utf8')) as Kept;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return beginning;
    throw new CommandFailure(`${file} holds no progress of a dry run`, {
      exitCode: EXIT.usage,
      cause,
    });
  }
  if (kept.of !== of) {
    throw new CommandFailure(`${file} is of another month or another draft.`, {
      exitCode: EXIT.usage,
      hint: 'Remove it to begin anew, or name another file with --resume.',
    });
  }
  return { of, next: kept.next, tally: unpackTally(kept.tally) };
}

/** Whole or not at all: a kill in mid-write leaves the former. */
export function keepProgress(file: string | undefined, { of, next, tally }: Progress): void {
  if (file === undefined) return;
  const kept: Kept = { of, next, tally: packTally(tally) };
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(kept), { mode: 0o600 });
  renameSync(draft, file);
}
