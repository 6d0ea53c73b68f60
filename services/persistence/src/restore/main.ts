/**
 * The one-off task that rebuilds a ledger: with the settings of persistence, but DATABASE_URL is a new
 * database as its owner. `ventanilla archive restore` runs it. Progress on stderr, a JSON line at the end.
 */
import {
  databaseSettings,
  encryptionSettings,
  objectsSettings,
  openDatabase,
  openEnvelope,
  openObjects,
  openSigner,
  signingSettings,
} from '@ventanilla/backends';
import { readSigningKeys } from '@ventanilla/custody';
import { migrate } from '@ventanilla/database';
import { errorCode } from '@ventanilla/errors';
import { readSettings, SettingsError } from '@ventanilla/runtime';
import { settings as ofPersistence } from '../config.ts';
import { createCalendar } from '../core/daily-totals.ts';
import type { RestorePhase } from './ports.ts';
import { restoreLedger } from './restore.ts';

const SETTINGS = {
  ...databaseSettings,
  ...objectsSettings,
  ...encryptionSettings,
  ...signingSettings,
  TIME_ZONE: ofPersistence.TIME_ZONE,
};
const TELL_EVERY_MS = 1_000;
const UNITS: Readonly<Record<RestorePhase, string>> = {
  log: 'entries checked',
  archive: 'segments noted',
  ledger: 'outcomes registered',
};

/** A line a second, and the speed of the phase. */
function tellProgress() {
  let [phase, from, startedAt, toldAt] = ['', 0, 0, 0];
  return (now: RestorePhase, done: number): void => {
    const at = performance.now();
    if (now !== phase) [phase, from, startedAt] = [now, done, at];
    if (at - toldAt < TELL_EVERY_MS) return;
    toldAt = at;
    const perSecond = Math.round((1_000 * (done - from)) / Math.max(1, at - startedAt));
    process.stderr.write(`${done} ${UNITS[now]}, ${perSecond}/s\n`);
  };
}

async function restore(): Promise<void> {
  const settings = readSettings(SETTINGS, process.env);
  await migrate(settings.DATABASE_URL);
  const database = await openDatabase(settings, 'restore');
  const objects = await openObjects(settings, 'restore');
  const original = await openEnvelope(settings, 'restore', 'original', { rewrapped: objects });
  const canonical = await openEnvelope(settings, 'restore', 'canonical', { rewrapped: objects });
  const { publicKey, close } = await openSigner(settings, 'restore', { objects });
  await close();
  try {
    const restored = await restoreLedger({
      database,
      objects,
      envelopes: { original, canonical },
      // The head may be of a key that was turned over since.
      keys: [publicKey, ...(await readSigningKeys(objects))],
      dayOf: createCalendar(settings.TIME_ZONE),
      onProgress: tellProgress(),
    });
    process.stdout.write(`${JSON.stringify(restored)}\n`);
  } finally {
    original.close();
    canonical.close();
    await objects.close();
    await database.close();
  }
}

try {
  await restore();
} catch (error) {
  const said = error instanceof Error ? error.message : String(error);
  process.stderr.write(`restore: ${errorCode(error)}: ${said}\n`);
  process.exitCode = error instanceof SettingsError ? 78 : 1;
}
