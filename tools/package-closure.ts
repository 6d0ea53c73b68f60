/** Which of our source files a published package is made of, and what it needs from others. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const OURS = '@ventanilla/';
const NODE = 'node:';
const SPECIFIER = /(\bfrom\s+|\bimport\s*\(\s*|^import\s+)(['"])([^'"]+)\2/gm;
/** A file or folder that a source reads beside itself. */
const READ_BESIDE = /\bnew URL\('(\.[^']+)', import\.meta\.url\)/g;
/** `@scope/name/sub` → `@scope/name`. */
const nameOf = (specifier: string): string => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? '';

interface Manifest {
  readonly exports?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const manifestOf = (packages: string, folder: string): Manifest =>
  JSON.parse(readFileSync(join(packages, folder, 'package.json'), 'utf8'));

/** What a source imports, in whichever way; its text is taken to have no other `from '…'`. */
export const importsOf = (source: string): readonly string[] =>
  [...source.matchAll(SPECIFIER)].map(([, , , specifier = '']) => specifier);

const assetsOf = (source: string): readonly string[] =>
  [...source.matchAll(READ_BESIDE)].map(([, beside = '']) => beside);

/** `source` with each import called what `rename` says. */
export const renameImports = (source: string, rename: (specifier: string) => string): string =>
  source.replace(SPECIFIER, (_, before, quote, specifier) => {
    return `${before}${quote}${rename(specifier)}${quote}`;
  });

/** The file that one of our packages offers under a name, as `folder/src/….ts`. */
export function fileOffered(packages: string, specifier: string): string {
  const [, folder = '', ...rest] = specifier.split('/');
  const offered = ['.', ...rest].join('/');
  const file = manifestOf(packages, folder).exports?.[offered];
  if (file === undefined) throw new Error(`${specifier} is not exported`);
  return join(folder, file);
}

function versionAsked(packages: string, file: string, name: string): string {
  const [folder = ''] = file.split('/');
  const version = manifestOf(packages, folder).dependencies?.[name];
  if (version === undefined) throw new Error(`${file} needs ${name}, ${folder} does not`);
  return version;
}

export const isOurs = (specifier: string): boolean => specifier.startsWith(OURS);

export interface Closure {
  /** Relative to `packages`, the first one first. */
  readonly files: readonly string[];
  /** Files and folders that they read, relative to `packages`. */
  readonly assets: readonly string[];
  /** Packages of others, with the version that ours ask for. */
  readonly dependencies: Readonly<Record<string, string>>;
}

/**
 * Everything that `first` (`folder/src/index.ts`) reaches, by static and dynamic imports and by those of
 * types. Throws for a package of others that its owner does not depend on.
 */
export function closureOf(packages: string, first: string): Closure {
  const files = new Set([first]);
  const assets = new Set<string>();
  const dependencies = new Map<string, string>();
  for (const file of files) {
    const source = readFileSync(join(packages, file), 'utf8');
    for (const beside of assetsOf(source)) assets.add(join(dirname(file), beside));
    for (const specifier of importsOf(source)) {
      if (specifier.startsWith(NODE)) continue;
      if (specifier.startsWith('.')) files.add(join(dirname(file), specifier));
      else if (isOurs(specifier)) files.add(fileOffered(packages, specifier));
      else dependencies.set(nameOf(specifier), versionAsked(packages, file, nameOf(specifier)));
    }
  }
  const lost = [...files, ...assets].find((file) => !existsSync(join(packages, file)));
  if (lost !== undefined) throw new Error(`${lost} is used and not there`);
  return {
    files: [...files],
    assets: [...assets],
    dependencies: Object.fromEntries([...dependencies].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
