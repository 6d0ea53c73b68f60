/** Documents of others, kept beside the repository for tests only; never part of it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const CANDIDATES = ['../shared/corpora', '../../shared/corpora'];
let told = false;

/** Folder of the corpora, or undefined after saying so once on stderr. */
export function corporaFolder(): string | undefined {
  const root = join(import.meta.dirname, '../../..');
  const found = CANDIDATES.map((candidate) => join(root, candidate)).find((folder) =>
    existsSync(folder),
  );
  if (found === undefined && !told) {
    told = true;
    process.stderr.write('CORPORA ABSENT: ../shared/corpora is not there; its tests are skipped\n');
  }
  return found;
}

/** `describe` when the corpora are there, else a skipped one (told once, loudly); its body is not run. */
export const describeWithCorpora = (name: string, body: (folder: string) => void): void => {
  const folder = corporaFolder();
  if (folder === undefined) describe.skip(name, () => it('needs the corpora', () => undefined));
  else describe(name, () => body(folder));
};

/** Paths of all files under `folder` with that ending, sorted. */
export function listFiles(folder: string, ending: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.toLowerCase().endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

export const readBytes = (path: string): Uint8Array => new Uint8Array(readFileSync(path));
