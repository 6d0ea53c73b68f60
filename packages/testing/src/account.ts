/**
 * Postgres refuses to run as root. When we are root it runs as `nobody`, from folders that `nobody`
 * can reach: a clone under /root is not.
 */
import { createHash } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const NOBODY: Account = { uid: 65534, gid: 65534 };

/** The account to run Postgres under, undefined when our own will do. */
export const postgresAccount = (): Account | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  // initdb looks its account up by id, so it must be one that the system knows.
  const line = existsSync('/etc/passwd')
    ? readFileSync('/etc/passwd', 'utf8').match(/^nobody:[^:]*:(\d+):(\d+):/m)
    : undefined;
  return line ? { uid: Number(line[1]), gid: Number(line[2]) } : NOBODY;
};

/** True when every folder from the root down to `path` lets anybody pass. */
export const isReachable = (path: string): boolean => {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
};

/** A folder for `purpose` outside of the clone, always the same for the same path. */
export const placeOutside = (path: string, purpose: string): string => {
  const name = createHash('sha256').update(resolve(path)).digest('hex').slice(0, 16);
  return join('/var/tmp', `ventanilla-${purpose}-${name}`);
};

/** Creates `home`, or its stand-in that the account can reach, owned by the account; returns which. */
export const claimHome = (home: string, account: Account | undefined): string => {
  const absolute = resolve(home);
  if (!account) {
    mkdirSync(absolute, { recursive: true, mode: 0o700 });
    return absolute;
  }
  const chosen = isReachable(dirname(absolute)) ? absolute : placeOutside(absolute, 'postgres');
  mkdirSync(chosen, { recursive: true, mode: 0o700 });
  chownSync(chosen, account.uid, account.gid);
  return chosen;
};
