/**
 * Makes of `packages/consumer` what is published: one package of JavaScript and declarations, with the
 * siblings it reaches inside. See docs/adr/0007-the-consumer-is-one-package.md.
 *
 *   node tools/pack-consumer.ts FOLDER   FOLDER must not exist; then: npm publish FOLDER, or npm pack FOLDER
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closureOf, fileOffered, importsOf, isOurs, renameImports } from './package-closure.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PACKAGES = join(ROOT, 'packages');
const FIRST = 'consumer/src/index.ts';
/** Needed for one kind of key only, and compiled where it is installed. */
const OPTIONAL = 'pkcs11js';

const [target] = process.argv.slice(2);
if (target === undefined) throw new Error('usage: node tools/pack-consumer.ts FOLDER');
const out = resolve(target);
const dist = join(out, 'dist');

/** Types are checked by `pnpm check`; here they only become declarations. */
function compile(files: readonly string[]): void {
  const config = join(out, 'tsconfig.json');
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    allowImportingTsExtensions: false,
    rewriteRelativeImportExtensions: true,
    rootDir: PACKAGES,
    outDir: dist,
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules/@types')],
  };
  const ambient = join(PACKAGES, 'stream-kafka/src/kafkajs-parts.d.ts');
  const sources = [...files.map((file) => join(PACKAGES, file)), ambient];
  const settings = { extends: join(ROOT, 'tsconfig.json'), compilerOptions, include: [] };
  writeFileSync(config, JSON.stringify({ ...settings, files: sources }));
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  const { status, stdout, stderr } = spawnSync(tsc, ['-p', config], { encoding: 'utf8' });
  rmSync(config);
  if (status !== 0) throw new Error(`tsc: ${stdout}${stderr}`);
}

/** `from`, in `dist`, calls a sibling by the way to its file. */
function wayTo(from: string, specifier: string, ending: string): string {
  const way = relative(dirname(from), fileOffered(PACKAGES, specifier));
  return `${way.startsWith('.') ? '' : './'}${way.replace(/\.ts$/, ending)}`;
}

/** Imports of siblings become relative ones; a declaration calls other declarations `.js`, as they are run. */
function relate(file: string): void {
  const path = join(dist, file);
  const renamed = renameImports(readFileSync(path, 'utf8'), (specifier) => {
    if (isOurs(specifier)) return wayTo(file, specifier, '.js');
    return specifier.startsWith('.') ? specifier.replace(/\.ts$/, '.js') : specifier;
  });
  const left = importsOf(renamed).find(isOurs);
  if (left !== undefined) throw new Error(`${file} still imports ${left}`);
  writeFileSync(path, renamed);
}

function writeManifest(dependencies: Readonly<Record<string, string>>): void {
  const { name, version, description, license, type } = JSON.parse(
    readFileSync(join(PACKAGES, 'consumer/package.json'), 'utf8'),
  );
  const { [OPTIONAL]: optional = '', ...needed } = dependencies;
  const entry = `./dist/${FIRST}`;
  const manifest = {
    name,
    version,
    description,
    license,
    type,
    engines: { node: '>=24' },
    sideEffects: false,
    exports: {
      '.': { types: entry.replace(/ts$/, 'd.ts'), default: entry.replace(/ts$/, 'js') },
      './package.json': './package.json',
    },
    files: ['dist', 'example'],
    dependencies: needed,
    peerDependencies: { [OPTIONAL]: optional },
    peerDependenciesMeta: { [OPTIONAL]: { optional: true } },
  };
  writeFileSync(join(out, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

mkdirSync(out);
const { files, assets, dependencies } = closureOf(PACKAGES, FIRST);
compile(files);
for (const file of files) {
  relate(file.replace(/\.ts$/, '.js'));
  relate(file.replace(/\.ts$/, '.d.ts'));
}
for (const asset of assets) {
  cpSync(join(PACKAGES, asset), join(dist, asset), { recursive: true });
}
writeManifest(dependencies);
cpSync(join(ROOT, 'LICENSE'), join(out, 'LICENSE'));
cpSync(join(PACKAGES, 'consumer/README.md'), join(out, 'README.md'));
cpSync(join(PACKAGES, 'consumer/example'), join(out, 'example'), { recursive: true });
