/** Keys, objects and index as custody needs them: of a platform on this machine, or of the settings. */
import {
  encryptionSettings,
  objectsSettings,
  openEnvelope,
  openKeyAdmin,
  openKeyWrapper,
  openObjects,
  signingSettings,
} from '@ventanilla/backends';
import { countKeys, type KeyUse, type SegmentIndex } from '@ventanilla/custody';
import {
  type Database,
  isSegmentIndexed,
  moveSegment,
  openDatabase,
  readWaitingHeaders,
} from '@ventanilla/database';
import { type KeyAdmin, type WrappingKey, wrappingKeyOf } from '@ventanilla/encryption';
import type { ObjectStore } from '@ventanilla/objects';
import { z } from 'zod';
import { CommandFailure } from '../failure.ts';
import type { Home } from './home.ts';
import { secretFiles } from './secrets.ts';
import { type Environment, settingsOr } from './settings-or.ts';
import { readState } from './state.ts';

const shape = {
  ...encryptionSettings,
  ...objectsSettings,
  PROFILE: z.enum(['embedded', 'sandbox', 'production']),
  DATABASE_URL: z.url().optional(),
};
export type CustodySettings = z.infer<z.ZodObject<typeof shape>>;

/** The settings in the environment where ENCRYPTION_KIND is set, else the platform in `home`. */
export const custodySettings = (home: Home, environment: Environment): Promise<CustodySettings> =>
  settingsOr(shape, environment, 'ENCRYPTION_KIND', () => ({
    ...objectsOf(home),
    ENCRYPTION_KIND: 'local',
    ENCRYPTION_KEY_FILE: secretFiles(home).encryptionKeyFile,
    DATABASE_URL: runningDatabase(home),
  }));

const signingShape = {
  ...signingSettings,
  // Of whoever wraps the key that signs, when it is wrapped.
  ...z.object(encryptionSettings).partial().shape,
  ...objectsSettings,
  PROFILE: shape.PROFILE,
  DATABASE_URL: shape.DATABASE_URL,
};

/** The same for the key that signs: the settings where SIGNING_KIND is set, else the platform in `home`. */
export const signingPlatform = (home: Home, environment: Environment) =>
  settingsOr(signingShape, environment, 'SIGNING_KIND', () => ({
    ...objectsOf(home),
    SIGNING_KIND: 'local',
    SIGNING_KEY_FILE: secretFiles(home).signingKeyFile,
    DATABASE_URL: runningDatabase(home),
  }));

const objectsOf = ({ objects }: Home) => ({
  PROFILE: 'embedded',
  OBJECTS_KIND: 'fs',
  OBJECTS_DIR: objects,
});

function runningDatabase(home: Home): string | undefined {
  try {
    return readState(home).database;
  } catch (error) {
    if (error instanceof CommandFailure) return undefined;
    throw error;
  }
}

/** Runs `work` with what it opens released afterwards, the last first. */
export async function using<T>(
  open: (keep: <R extends { close: () => Promise<void> | void }>(it: R) => R) => Promise<T>,
): Promise<T> {
  const opened: { close: () => Promise<void> | void }[] = [];
  try {
    return await open((it) => {
      opened.push(it);
      return it;
    });
  } finally {
    for (const it of opened.reverse()) await it.close();
  }
}

export const withKeyAdmin = <T>(
  settings: CustodySettings,
  work: (admin: KeyAdmin) => Promise<T>,
): Promise<T> => using(async (keep) => work(keep(await openKeyAdmin(settings))));

export interface Custody {
  readonly admin: KeyAdmin;
  readonly objects: ObjectStore;
  /** Absent when the platform does not run: rows are then taken to point everywhere. */
  readonly database: Database | undefined;
  readonly settings: CustodySettings;
}

const DATABASE = { poolMax: 1, applicationName: 'ventanilla custody', statementTimeoutMs: 120_000 };

/** Undefined where the settings name none. */
export const keepDatabase = (
  { DATABASE_URL: url }: Pick<CustodySettings, 'DATABASE_URL'>,
  keep: (database: Database) => Database,
): Database | undefined => (url === undefined ? undefined : keep(openDatabase(url, DATABASE)));

export const withCustody = <T>(
  settings: CustodySettings,
  work: (custody: Custody) => Promise<T>,
): Promise<T> =>
  using(async (keep) => {
    const admin = keep(await openKeyAdmin(settings));
    const objects = keep(await openObjects(settings, 'operators'));
    const database = keepDatabase(settings, keep);
    return work({ admin, objects, database, settings });
  });

/** Needs a database; throws CommandFailure without one. */
export function databaseOf({ database }: Custody): Database {
  if (database !== undefined) return database;
  throw new CommandFailure('This needs the database.', {
    hint: 'Start the platform, or set DATABASE_URL with the role ventanilla_custody.',
  });
}

/** Needs a database too. */
export function indexOf(custody: Custody): SegmentIndex {
  const database = databaseOf(custody);
  return {
    has: (object) => isSegmentIndexed(database, object),
    move: (from, object, sizeBytes, places) =>
      moveSegment(database, from, { object, sizeBytes }, places),
  };
}

export const currentOf = (keys: readonly WrappingKey[]): string => {
  const current = keys.find(({ state }) => state === 'current');
  if (current !== undefined) return current.id;
  throw new CommandFailure('No wrapping key is current: nothing can be wrapped.');
};

/** What each wrapping key protects in the archive. */
export async function keyUses(custody: Custody): Promise<readonly KeyUse[]> {
  const { admin, objects, database } = custody;
  const keys = await admin.list();
  const usable = new Set(
    keys.filter(({ state }) => state === 'current' || state === 'former').map(({ id }) => id),
  );
  return countKeys({
    objects,
    usable: (id) => usable.has(id),
    isIndexed: async (object) => database === undefined || isSegmentIndexed(database, object),
  });
}

/** Messages in the waiting room, by wrapping key. */
export async function waitingUses({ database }: Custody): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const header of database === undefined ? [] : await readWaitingHeaders(database)) {
    const id = wrappingKeyOf(header);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

export const withWrapper = <T>(
  settings: CustodySettings,
  work: (wrapper: Awaited<ReturnType<typeof openKeyWrapper>>) => Promise<T>,
): Promise<T> => using(async (keep) => work(keep(await openKeyWrapper(settings, 'operators'))));

export const withEnvelopes = <T>(
  { settings, objects }: Custody,
  work: (
    envelopes: Readonly<Record<'original' | 'canonical', Awaited<ReturnType<typeof openEnvelope>>>>,
  ) => Promise<T>,
): Promise<T> =>
  using(async (keep) =>
    work({
      original: keep(await openEnvelope(settings, 'operators', 'original', { rewrapped: objects })),
      canonical: keep(
        await openEnvelope(settings, 'operators', 'canonical', { rewrapped: objects }),
      ),
    }),
  );
