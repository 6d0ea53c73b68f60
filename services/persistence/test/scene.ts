/** A whole persistence service over real rows, with everything around it in memory, that can be killed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Database,
  migrate,
  openDatabase,
  provisionRoles,
  type ServiceRole,
  statement,
} from '@ventanilla/database';
import { createEnvelope, type Envelope } from '@ventanilla/encryption';
import { createLocalKeyFile, createLocalKeyWrapper } from '@ventanilla/encryption/local';
import {
  type DocumentTransformed,
  decodeRegistered,
  encodeTransformed,
} from '@ventanilla/messages';
import type { ObjectStore } from '@ventanilla/objects';
import { createMemoryObjects } from '@ventanilla/objects/memory';
import { noTracing } from '@ventanilla/runtime';
import type { Signer } from '@ventanilla/signatures';
import { createLocalSigner, createSigningKeyFile } from '@ventanilla/signatures/local';
import type { Batch, Sink, StreamRecord } from '@ventanilla/stream';
import { testDatabase } from '@ventanilla/testing';
import { createPersistence, type Persistence, type PersistencePorts } from '../src/handle.ts';
import { goOn } from '../src/steps.ts';
import { after, T0 } from './messages.ts';

const PASSWORD = 'test-only';
const AT = new Date(T0);

export interface World {
  readonly database: Database;
  readonly admin: Database;
  readonly as: (role: ServiceRole) => Database;
  readonly envelope: Envelope;
  readonly signer: Signer;
  readonly close: () => Promise<void>;
}

/** Rows of a test file: one database, one pair of keys. */
export async function openWorld(): Promise<World> {
  const test = await testDatabase({ template: { name: 'ledger', prepare: prepare } });
  const folder = await mkdtemp(join(tmpdir(), 'ledger-'));
  const pools: Database[] = [];
  const open = (user?: string) => {
    const url = new URL(test.url);
    if (user !== undefined) Object.assign(url, { username: user, password: PASSWORD });
    const pool = openDatabase(url.href, { poolMax: 6, applicationName: user ?? 'admin' });
    pools.push(pool);
    return pool;
  };
  await createLocalKeyFile(join(folder, 'wrapping'), AT);
  await createSigningKeyFile(join(folder, 'signing'));
  const wrapper = await createLocalKeyWrapper({ file: join(folder, 'wrapping') });
  const envelope = createEnvelope({ wrapper, purpose: 'canonical', now: () => 0 });
  const signer = await createLocalSigner({
    file: join(folder, 'signing'),
    name: 'test.example/log',
  });
  return {
    database: open('ventanilla_persistence'),
    admin: open(),
    as: open,
    envelope,
    signer,
    close: async () => {
      await Promise.all(pools.map((pool) => pool.close()));
      await signer.close();
      envelope.close();
      await rm(folder, { recursive: true });
      await test.drop();
    },
  };
}

async function prepare(url: string): Promise<void> {
  await migrate(url);
  await provisionRoles(url, {
    ventanilla_persistence: PASSWORD,
    ventanilla_query: PASSWORD,
    ventanilla_archive: PASSWORD,
  });
}

export interface Scene {
  readonly objects: ObjectStore;
  /** Every checkpoint that was ever shown, in order. */
  readonly checkpoints: string[];
  readonly told: StreamRecord[];
  /** `id attempt verdict` of every message told, each once, sorted. */
  readonly outcomesTold: () => readonly string[];
  readonly setNow: (iso: string) => void;
  /** A service process: what it remembers is gone with it. */
  readonly start: (ports?: Partial<PersistencePorts>) => Persistence;
}

/** A store, a sink and a clock that outlive the processes started on them. */
export function openScene(world: World): Scene {
  const store = createMemoryObjects();
  const checkpoints: string[] = [];
  const told: StreamRecord[] = [];
  let clock = Date.parse(after(T0, 1_000));
  const objects: ObjectStore = {
    ...store,
    replace: async (key, bytes) => {
      checkpoints.push(Buffer.from(bytes).toString());
      await store.replace(key, bytes);
    },
  };
  const sink: Sink = {
    append: async (_topic, records) => {
      told.push(...records);
      return records.map(() => ({ ok: true, position: { partition: 0, offset: '0' } }));
    },
  };
  return {
    objects,
    checkpoints,
    told,
    outcomesTold: () => {
      const messages = told.map((record) => decodeRegistered(record));
      const lines = messages.map(
        ({ submission, attempt, verdict }) => `${submission.documentId} ${attempt} ${verdict}`,
      );
      return [...new Set(lines)].sort();
    },
    setNow: (iso) => {
      clock = Date.parse(iso);
    },
    start: (ports = {}) =>
      createPersistence({
        tracing: noTracing,
        ...world,
        objects,
        sink,
        now: () => {
          clock += 1;
          return new Date(clock);
        },
        waitMs: 900_000,
        publishEveryMs: 0,
        dayOf: (iso) => iso.slice(0, 10),
        atStep: goOn,
        ...ports,
      }),
  };
}

/** A delivery of these messages, as the stream makes it. */
export const batchOf = (messages: readonly DocumentTransformed[], partition = 0): Batch => ({
  topic: 'documents.transformed',
  partition,
  records: messages.map((message, at) => ({
    ...encodeTransformed(message),
    position: { partition, offset: `${at}` },
    appendedAt: T0,
    delivery: 1,
  })),
  signal: new AbortController().signal,
});

const OUTCOMES = statement(`
  SELECT encode(document_id, 'hex') AS id, attempt, verdict, coalesce(codes, '{}') AS codes
  FROM ventanilla.documents
  UNION ALL
  SELECT encode(document_id, 'hex'), attempt, verdict, coalesce(codes, '{}')
  FROM ventanilla.attempts ORDER BY id, attempt`);

/** `id attempt verdict codes` of every outcome, sorted. */
export async function outcomesOf({ admin }: World): Promise<readonly string[]> {
  type Row = { id: string; attempt: number; verdict: string; codes: readonly string[] };
  const { rows } = await admin.query<Row>(OUTCOMES);
  return rows.map(({ id, attempt, verdict, codes }) => [id, attempt, verdict, ...codes].join(' '));
}

const TABLES = [
  'documents',
  'attempts',
  'co_submitters',
  'invoices',
  'origins',
  'waiting',
  'log_appends',
  'log_entries',
  'daily_totals',
  'progress',
  'segments',
  'archive_index',
  'retention',
  'holds',
];

const EMPTY = statement(`DO $$ BEGIN
  ${TABLES.map((name) => `DELETE FROM ventanilla.${name};`).join('\n')}
  UPDATE ventanilla.log_state SET size = 0;
  UPDATE ventanilla.log_head SET size = 0, frontier = '', checkpoint = NULL;
END $$`);

/** Back to an empty ledger; few rows go faster one by one than by new files for every table. */
export async function emptyLedger({ admin }: World): Promise<void> {
  await admin.query(EMPTY);
}
