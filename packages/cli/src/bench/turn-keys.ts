/** Keys of a platform under load turned over as an operator would: by `ventanilla keys`, in processes of their own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readSuperseded } from '@ventanilla/custody';
import { createFsObjects } from '@ventanilla/objects-fs';
import { CommandFailure } from '../failure.ts';
import type { Home } from '../platform/home.ts';
import type { Platform } from '../platform/platform.ts';
import type { TurnOver } from './turn-over.ts';
import { cpuMicros } from './usage.ts';

const BIN = fileURLToPath(new URL('../../bin/ventanilla.js', import.meta.url));
const EVERY_MS = 5_000;
const SAMPLE_MS = 200;
/** Megabytes a second: each document of a segment is a row to move, as dear as the row it was. */
const REENCRYPT_RATE = '1';

/** Rotates, wraps every data key again and encrypts segments again, in turn. */
export function turnKeys(home: Home, { keys, state }: Pick<Platform, 'keys' | 'state'>): TurnOver {
  const service = Object.keys(keys.encryption).length > 0;
  const environment = service && {
    ...keys.encryption,
    PROFILE: 'sandbox',
    OBJECTS_KIND: 'fs',
    OBJECTS_DIR: home.objects,
    DATABASE_URL: state.database,
  };
  let spent = 0;
  const run = async (signal: AbortSignal, ...args: readonly string[]): Promise<string> => {
    const child = spawn(process.execPath, [BIN, 'keys', ...args, '--data', home.root], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const end = () => child.kill('SIGKILL');
    signal.addEventListener('abort', end);
    let cpu = 0;
    const sampling = setInterval(() => {
      // Nothing more is known of it once it has ended.
      cpu = Math.max(cpu, cpuMicros(child.pid ?? 0));
    }, SAMPLE_MS);
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    const [code] = await once(child, 'close');
    signal.removeEventListener('abort', end);
    clearInterval(sampling);
    spent += cpu;
    if (code === 0 || signal.aborted) return out;
    throw new CommandFailure(`ventanilla keys ${args[0]} ended with ${code}.`);
  };
  return async (signal) => {
    const objects = await createFsObjects({ dir: home.objects });
    const before = (await readSuperseded(objects)).size;
    const turns = { rotated: 0, rewrappedKeys: 0 };
    spent = 0;
    while (!signal.aborted) {
      await run(signal, 'rotate');
      turns.rotated += 1;
      const rewrapped = await run(signal, 'rewrap', '--json');
      if (rewrapped) turns.rewrappedKeys += JSON.parse(rewrapped).dataKeys;
      await run(signal, 'reencrypt', '--rate', REENCRYPT_RATE, '--json');
      await delay(EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
    const reencryptedSegments = (await readSuperseded(objects)).size - before;
    return { ...turns, reencryptedSegments, cpuMs: Math.round(spent / 1000) };
  };
}
