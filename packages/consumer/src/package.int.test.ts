/**
 * What is published, in a site that has never seen this repository: packed, put into an empty folder, its
 * types checked, and run. With NPM_INSTALL=1 npm installs it from its registry; else the packages of
 * others are those installed here, so that no network is needed.
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { encryptionSettings, streamSettings } from '@ventanilla/backends/settings';
import { openStream } from '@ventanilla/backends/stream';
import { createLocalKeyFile } from '@ventanilla/encryption/local';
import { encodeRegistered, type Submission } from '@ventanilla/messages';
import { readSettings } from '@ventanilla/runtime/settings';
import { appendAll } from '@ventanilla/stream';
import { type TestDatabase, testDatabase } from '@ventanilla/testing';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PACKAGES = join(ROOT, 'packages');
const DOCUMENTS = 25;

const registered = (i: number) => {
  const documentId = createHash('sha256').update(`document ${i}`).digest('hex');
  const verdict = i % 2 === 0 ? ('accepted' as const) : ('rejected' as const);
  const message = encodeRegistered({
    submission: { documentId, submissionId: `s${i}` } as Submission,
    registeredAt: '2026-03-01T12:00:00.000Z',
    verdict,
    attempt: 1,
    logIndex: i,
    codes: [],
  });
  return { message, line: `${documentId} ${verdict}` };
};

/** Where `name` is installed for whichever package of ours. */
function installedHere(name: string): string {
  const places = readdirSync(PACKAGES).map((folder) =>
    join(PACKAGES, folder, 'node_modules', name),
  );
  const place = [join(ROOT, 'node_modules', name), ...places].find((path) => existsSync(path));
  if (place === undefined) throw new Error(`${name} is not installed`);
  return realpathSync(place);
}

function link(site: string, name: string): void {
  const place = join(site, 'node_modules', name);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(installedHere(name), place);
}

function install(tarball: string, site: string): void {
  // biome-ignore lint/style/noProcessEnv: what the test run itself was told
  if (process.env.NPM_INSTALL === '1') {
    execFileSync('npm', ['install', '--no-audit', '--no-fund', tarball], { cwd: site });
    return;
  }
  const installed = join(site, 'node_modules/@ventanilla/consumer');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
  const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) link(site, name);
}

const COMPILER = {
  module: 'NodeNext',
  target: 'ES2024',
  lib: ['ES2024', 'ESNext.Disposable'],
  strict: true,
  noEmit: true,
  types: ['node'],
};

describe('the package that is published', () => {
  let folder: string;
  let site: string;
  let database: TestDatabase;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ventanilla-package-'));
    site = join(folder, 'site');
    mkdirSync(site);
    database = await testDatabase();
    const unpacked = join(folder, 'package');
    execFileSync(process.execPath, [join(ROOT, 'tools/pack-consumer.ts'), unpacked]);
    execFileSync('npm', ['pack', '--silent', unpacked], { cwd: folder });
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
    writeFileSync(join(site, 'package.json'), '{ "private": true, "type": "module" }');
    install(join(folder, tarball), site);
    const example = join(site, 'node_modules/@ventanilla/consumer/example/outcomes.ts');
    copyFileSync(example, join(site, 'outcomes.ts'));
  }, 300_000);
  afterAll(async () => {
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('asks for nothing that only this repository has', () => {
    const installed = join(site, 'node_modules/@ventanilla/consumer');
    expect(readFileSync(join(installed, 'package.json'), 'utf8')).not.toMatch(/workspace:|private/);
    expect(existsSync(join(installed, 'LICENSE'))).toBe(true);
    const names = readdirSync(installed, { recursive: true, encoding: 'utf8' });
    expect(names.filter((name) => /^dist.*(?<!\.d)\.ts$|\.test\./.test(name))).toEqual([]);
  });

  it('has the types that its example is written with', () => {
    // npm may have brought it for a package of others.
    if (!existsSync(join(site, 'node_modules/@types/node'))) link(site, '@types/node');
    const config = { compilerOptions: COMPILER, files: ['outcomes.ts'] };
    writeFileSync(join(site, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(ROOT, 'node_modules/.bin/tsc');
    expect(execFileSync(tsc, ['-p', site], { encoding: 'utf8' })).toBe('');
  }, 120_000);

  it('reads a stream of the platform, and stops when told', async () => {
    const keyFile = join(folder, 'key.json');
    await createLocalKeyFile(keyFile, new Date());
    const environment = {
      PROFILE: 'embedded',
      STREAM_KIND: 'postgres',
      STREAM_URL: database.url,
      STREAM_LINGER_MS: '0',
      ENCRYPTION_KIND: 'local',
      ENCRYPTION_KEY_FILE: keyFile,
    };
    const settings = readSettings({ ...streamSettings, ...encryptionSettings }, environment);
    const stream = await openStream(settings, {
      grantee: 'reception',
      deadTopic: 'documents.dead',
    });
    const facts = Array.from({ length: DOCUMENTS }, (_, i) => registered(i));
    try {
      await stream.ensure([{ name: 'documents.registered', partitions: 2 }]);
      await appendAll(
        stream,
        'documents.registered',
        facts.map(({ message }) => message),
      );
    } finally {
      await stream.close();
    }
    const child = spawn(process.execPath, ['outcomes.ts'], {
      cwd: site,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const complaints: string[] = [];
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints.push(text);
      child.kill();
    });
    const exited = once(child, 'exit');
    const lines = new Set<string>();
    for await (const line of createInterface(child.stdout)) {
      if (lines.add(line).size === DOCUMENTS) child.kill('SIGTERM');
    }
    expect(complaints).toEqual([]);
    expect(lines).toEqual(new Set(facts.map(({ line }) => line)));
    expect(await exited).toEqual([0, null]);
  }, 120_000);
});
