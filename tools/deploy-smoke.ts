/**
 * Whether a deployed API answers what anybody may ask, and refuses what nobody may without a token:
 * `node tools/deploy-smoke.ts https://api.example.org`. Waits up to two minutes for the first answer.
 */
import { setTimeout as pause } from 'node:timers/promises';

const TRIES = 24;
const PAUSE_MS = 5_000;
const TIMEOUT_MS = 10_000;

const base = process.argv[2]?.replace(/\/$/, '');
if (base === undefined) throw new Error('usage: node tools/deploy-smoke.ts URL');

/** 0 when nothing answers. */
async function statusOf(path: string, body?: string): Promise<number> {
  const method = body === undefined ? 'GET' : 'POST';
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  return fetch(base + path, { method, signal, ...(body !== undefined && { body }) }).then(
    ({ status }) => status,
    () => 0,
  );
}

const KEYS = '/.well-known/ventanilla/keys.json';
for (let tries = 1; tries < TRIES && (await statusOf(KEYS)) !== 200; tries++) await pause(PAUSE_MS);

const EXPECTED: readonly (readonly [wanted: number, path: string, body?: string])[] = [
  [200, KEYS],
  [200, '/v1/log/checkpoint'],
  [401, '/v1/documents', '<Invoice/>'],
];
for (const [wanted, path, body] of EXPECTED) {
  const status = await statusOf(path, body);
  console.log(`${status === wanted ? 'ok    ' : 'FAILED'} ${path} answers ${status}`);
  if (status !== wanted) process.exitCode = 1;
}
