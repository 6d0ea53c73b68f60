/** What a running platform tells the other commands: where it is and how to sign in. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { CommandFailure } from '../failure.ts';
import type { Home } from './home.ts';
import type { StreamAddress } from './local-stream.ts';
import { isRunning, type ProcessIdentity } from './process-identity.ts';

export interface PlatformState {
  readonly owner: ProcessIdentity;
  readonly startedAt: string;
  /** Base of the API that a client uses: reception, which forwards the rest to query. */
  readonly api: string;
  readonly query: string;
  readonly identity: string;
  /** URL of the database as its owner: for `deadletters` and `bench` only, so the file is private. */
  readonly database: string;
  /** The stream as its owner sees it. */
  readonly stream: StreamAddress;
}

export function writeState(home: Home, state: PlatformState): void {
  const draft = `${home.state}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(draft, home.state);
}

export const forgetState = (home: Home): void => rmSync(home.state, { force: true });

/** The platform running in this folder. Throws CommandFailure, telling how to start one. */
export function readState(home: Home): PlatformState {
  let state: PlatformState | undefined;
  try {
    state = JSON.parse(readFileSync(home.state, 'utf8')) as PlatformState;
  } catch {
    // Absent or unreadable: nobody runs here.
  }
  if (!state || !isRunning(state.owner)) {
    throw new CommandFailure(`No platform runs in ${home.root}.`, {
      hint: 'Start one with "npm start" (or "npx ventanilla up"), or name another with --url URL.',
    });
  }
  return state;
}
