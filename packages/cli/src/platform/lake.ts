/** Lake and ledger: of the settings, or of the platform on this machine. */
import { mkdir } from 'node:fs/promises';
import { type LakeSettings, lakeSettings, openLake } from '@ventanilla/backends';
import { lakeRows, logEndBefore, openDatabase } from '@ventanilla/database';
import type { LakeRow, Ledger } from '@ventanilla/lake';
import type { ObjectStore } from '@ventanilla/objects';
import { z } from 'zod';
import { using } from './custody.ts';
import type { Home } from './home.ts';
import { settingsOr } from './settings-or.ts';
import { readState } from './state.ts';

const shape = { ...lakeSettings, PROFILE: z.enum(['embedded', 'sandbox', 'production']) };

/** The settings in the environment where LAKE_KIND is set, else the folder of the platform. */
async function lakeOf(home: Home): Promise<LakeSettings> {
  const environment = { PROFILE: 'production', ...process.env };
  if (process.env.LAKE_KIND === undefined) {
    await mkdir(home.lake, { recursive: true, mode: 0o700 });
  }
  return settingsOr(shape, environment, 'LAKE_KIND', () => ({
    PROFILE: 'embedded',
    LAKE_KIND: 'fs',
    LAKE_DIR: home.lake,
  }));
}

export const withLake = <T>(home: Home, work: (store: ObjectStore) => Promise<T>): Promise<T> =>
  using(async (keep) => work(keep(await openLake(await lakeOf(home), 'reader'))));

const DATABASE = { poolMax: 1, applicationName: 'ventanilla lake', statementTimeoutMs: 120_000 };

/** DATABASE_URL with the role ventanilla_lake, or the database of the platform that runs here. */
export const withLakeAndLedger = <T>(
  home: Home,
  work: (store: ObjectStore, ledger: Ledger) => Promise<T>,
): Promise<T> =>
  using(async (keep) => {
    const store = keep(await openLake(await lakeOf(home), 'writer'));
    const url = process.env.DATABASE_URL ?? readState(home).database;
    const database = keep(openDatabase(url, DATABASE));
    return work(store, {
      endBefore: (instant) => logEndBefore(database, instant),
      rows: (range) => lakeRows<LakeRow>(database, range),
    });
  });
