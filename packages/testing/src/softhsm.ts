/** SoftHSM2, a PKCS#11 token in software: from Debian, installed on the spot where that is possible. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SHARE_ENV, Worker } from 'node:worker_threads';

const LIBRARIES = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
];
const ROOT = join(import.meta.dirname, '../../..');
const PIN = '1234';

export interface SoftHsm {
  readonly library: string;
  readonly pin: string;
  /** For SOFTHSM2_CONF of another process. */
  readonly settingsFile: string;
  /** Label of a token that nobody took yet. */
  readonly takeToken: () => string;
  readonly close: () => Promise<void>;
}

const findLibrary = (): string | undefined => LIBRARIES.find((path) => existsSync(path));

function install(): void {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  const options = { stdio: 'ignore', timeout: 120_000 } as const;
  try {
    execFileSync('apt-get', ['install', '-y', '-q', 'softhsm2'], options);
  } catch {
    execFileSync('apt-get', ['update', '-q'], options);
    execFileSync('apt-get', ['install', '-y', '-q', 'softhsm2'], options);
  }
}

/** The library and the driver made ready; undefined, said once on stderr, where they cannot be had. */
export function prepareSoftHsm(): string | undefined {
  try {
    if (findLibrary() === undefined) install();
    const library = findLibrary();
    if (library === undefined) throw new Error('softhsm2 is not installed');
    execFileSync('node', [join(ROOT, 'tools/build-pkcs11.mjs')], {
      stdio: 'pipe',
      timeout: 240_000,
    });
    return library;
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : 'unknown';
    process.stderr.write(`SOFTHSM ABSENT: ${why}; the tests of HSMs are skipped\n`);
    return undefined;
  }
}

/** Sets a variable of the process itself: Jest gives tests a copy, and libraries read the original. */
const setRealVariable = (name: string, value: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const code =
      'const { workerData: [n, v] } = require("node:worker_threads"); process.env[n] = v';
    const worker = new Worker(code, { eval: true, env: SHARE_ENV, workerData: [name, value] });
    worker.once('error', reject);
    worker.once('exit', () => resolve());
  });

const NOT_INITIALIZED = 0x190;

interface Cryptoki {
  readonly load: (library: string) => void;
  readonly C_Finalize: () => void;
}

/** The library of this process forgets its tokens, so that the next test in it begins with its own. */
function forgetTokens(library: string): void {
  const fromHsm = createRequire(join(ROOT, 'packages/encryption-hsm/package.json'));
  const { PKCS11 } = fromHsm('pkcs11js') as { readonly PKCS11: new () => Cryptoki };
  const module = new PKCS11();
  module.load(library);
  try {
    module.C_Finalize();
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== NOT_INITIALIZED) throw error;
  }
}

/**
 * Must come before the library is first used in this process, or after `close`: that is when it reads its settings and
 * looks for tokens, so all of them are made now.
 */
export async function startSoftHsm(library: string, tokens: number): Promise<SoftHsm> {
  const folder = await mkdtemp(join(tmpdir(), 'softhsm-'));
  const settings = join(folder, 'softhsm2.conf');
  await mkdir(join(folder, 'tokens'));
  await writeFile(settings, `directories.tokendir = ${folder}/tokens\nlog.level = ERROR\n`);
  await setRealVariable('SOFTHSM2_CONF', settings);
  const env = { PATH: '/usr/bin:/bin:/usr/local/bin:/opt/homebrew/bin', SOFTHSM2_CONF: settings };
  const free = Array.from({ length: tokens }, (_, i) => `token-${i}`);
  for (const label of free) {
    const pins = ['--pin', PIN, '--so-pin', '567890'];
    const args = ['--init-token', '--free', '--label', label, ...pins];
    execFileSync('softhsm2-util', args, { stdio: 'pipe', env });
  }
  return {
    library,
    pin: PIN,
    settingsFile: settings,
    takeToken: () => {
      const label = free.shift();
      if (label === undefined) throw new Error('ask for more tokens at the start');
      return label;
    },
    close: async () => {
      forgetTokens(library);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
