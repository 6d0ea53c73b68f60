/** Query over a real Postgres, with what persistence and archive would have written. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Database,
  indexOriginals,
  insertInvoices,
  insertSegment,
  migrate,
  openDatabase,
  provisionRoles,
  recordOutcomes,
  type ServiceRole,
  withLogHead,
} from '@ventanilla/database';
import { createReads } from '@ventanilla/database/reads';
import { createEnvelope } from '@ventanilla/encryption';
import { createLocalKeyFile, createLocalKeyWrapper } from '@ventanilla/encryption/local';
import { TOPICS } from '@ventanilla/messages';
import { createMemoryObjects } from '@ventanilla/objects/memory';
import {
  appendLeaves,
  appendToLog,
  canonicalJson,
  EMPTY_EDGE,
  EMPTY_FRONTIER,
  encodeCheckpoint,
  encodeEntry,
  leafHash,
  type OutcomeEntry,
  reportHash,
  rootOf,
  signNote,
} from '@ventanilla/receipts';
import { encodeJudged, writeSegment } from '@ventanilla/segments';
import { createMemoryStream } from '@ventanilla/stream/memory';
import { testDatabase } from '@ventanilla/testing';
import { createLog } from '../src/log.ts';
import { createSegments } from '../src/segments.ts';
import { setUp } from '../src/test/fakes.ts';

const PASSWORD = 'test-only';
const AT = '2026-03-01T12:00:00.000Z';
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
export const KEY = {
  name: 'ventanilla.example/log',
  algorithm: 'Ed25519',
  spki: publicKey.export({ format: 'der', type: 'spki' }),
} as const;

export const idOf = (text: string) => createHash('sha256').update(text).digest('hex');

interface Handed {
  readonly original: string;
  readonly issuer: string;
  readonly buyer: string;
}

export async function createWorld() {
  const database = await testDatabase();
  await migrate(database.url);
  const roles = ['ventanilla_persistence', 'ventanilla_archive', 'ventanilla_query'] as const;
  await provisionRoles(
    database.url,
    Object.fromEntries(roles.map((role) => [role, PASSWORD])) as Record<ServiceRole, string>,
  );
  const pools: Database[] = [];
  const as = (role: ServiceRole) => {
    const url = new URL(database.url);
    url.username = role;
    url.password = PASSWORD;
    pools.push(openDatabase(url.href, { poolMax: 2, applicationName: role }));
    return pools.at(-1) as Database;
  };
  const folder = mkdtempSync(join(tmpdir(), 'query-'));
  const file = join(folder, 'keys');
  await createLocalKeyFile(file, new Date());
  const wrapper = await createLocalKeyWrapper({ file });
  const envelope = (purpose: string) => createEnvelope({ wrapper, purpose, now: Date.now });
  const [originals, canonicals] = [envelope('original'), envelope('canonical')];
  const objects = createMemoryObjects();
  const stream = createMemoryStream();
  await stream.ensure(Object.values(TOPICS).map((name) => ({ name, partitions: 2 })));

  const persistence = as('ventanilla_persistence');
  const archive = as('ventanilla_archive');

  /** One batch through archive and persistence; the head is published apart. */
  const settle = async (handed: readonly Handed[]) => {
    const entries = await settleBatch(
      { objects, originals, canonicals, persistence, archive },
      handed,
    );
    return { entries, publish: () => publishHead({ objects, persistence }, entries) };
  };

  const reads = createReads(as('ventanilla_query'));
  const { app } = await setUp({
    reads,
    stream,
    objects,
    segments: createSegments({ objects, originals, canonicals }),
    log: createLog({ reads, objects, now: Date.now }),
  });
  return {
    app,
    settle,
    close: async () => {
      await app.close();
      await Promise.all(pools.map((pool) => pool.close()));
      await database.drop();
      rmSync(folder, { recursive: true });
    },
  };
}

const REPORT = { format: 'json', verdict: 'accepted', stages: [], faults: [] } as const;

interface Stores {
  readonly objects: ReturnType<typeof createMemoryObjects>;
  readonly originals: ReturnType<typeof createEnvelope>;
  readonly canonicals: ReturnType<typeof createEnvelope>;
  readonly persistence: Database;
  readonly archive: Database;
}

async function settleBatch(stores: Stores, handed: readonly Handed[]): Promise<OutcomeEntry[]> {
  const { objects, originals, canonicals, persistence, archive } = stores;
  const written = await writeSegment(
    { objects, envelope: originals, purpose: 'original' },
    handed.map(({ original }) => ({
      documentId: idOf(original),
      content: Buffer.from(original),
      details: {},
    })),
    new Date(AT),
  );
  await archive.transaction(async (transaction) => {
    const segment = { ...written, purpose: 'original', entries: handed.length } as const;
    const segmentId = await insertSegment(transaction, segment);
    const rows = handed.map(({ original, issuer }, at) => ({
      documentId: idOf(original),
      ...(written.places[at] as { offset: number; length: number }),
      sizeBytes: original.length,
      mediaType: 'application/json',
      receivedAt: AT,
      submitterTaxpayerId: issuer,
    }));
    await indexOriginals(transaction, segmentId, rows);
  });

  const judged = await writeSegment(
    { objects, envelope: canonicals, purpose: 'canonical' },
    handed.map(({ original }) => ({
      documentId: idOf(original),
      content: encodeJudged({
        reportJson: canonicalJson(REPORT),
        invoiceJson: `{"of":"${original}"}`,
      }),
      details: {},
    })),
    new Date(AT),
  );
  const entries = handed.map(({ original }) => ({
    documentId: idOf(original),
    attempt: 1,
    verdict: 'accepted' as const,
    receivedAt: AT,
    registeredAt: AT,
    businessKey: `json:${original}`,
    reportHash: reportHash(REPORT),
  }));
  await persistence.transaction(async (transaction) => {
    const segment = { ...judged, purpose: 'canonical', entries: handed.length } as const;
    const segmentId = await insertSegment(transaction, segment);
    const rows = handed.map(({ original, issuer, buyer }, at) => ({
      ...(entries[at] as OutcomeEntry & { businessKey: string }),
      submissionId: '01900000-0000-7000-8000-000000000001',
      logIndex: at,
      codes: [],
      submitterClient: 'client',
      submitterTaxpayerId: issuer,
      mediaType: 'application/json',
      sizeBytes: original.length,
      format: 'json',
      documentType: '380',
      issuerId: issuer,
      buyerId: buyer,
      issueDate: '2026-03-01',
      region: '01',
      segmentOffset: judged.places[at]?.offset as number,
      segmentLength: judged.places[at]?.length as number,
    }));
    await recordOutcomes(transaction, segmentId, rows);
    await insertInvoices(
      transaction,
      rows.map((row) => ({
        ...row,
        documentClass: 'invoice' as const,
        number: row.documentId.slice(0, 8),
        currency: 'GTQ',
        totalAmount: '10.00',
        taxAmount: '1.20',
        activity: '47',
        issuerSize: 'small',
      })),
    );
  });
  return entries;
}

async function publishHead(
  { objects, persistence }: Pick<Stores, 'objects' | 'persistence'>,
  entries: readonly OutcomeEntry[],
): Promise<void> {
  const leaves = entries.map((entry) => leafHash(encodeEntry(entry)));
  for (const { path, bytes } of appendToLog(EMPTY_EDGE, leaves).tiles) {
    await objects.put(`log/${path}`, bytes);
  }
  const frontier = appendLeaves(EMPTY_FRONTIER, leaves);
  const text = encodeCheckpoint({ origin: KEY.name, size: leaves.length, root: rootOf(frontier) });
  const checkpoint = await signNote(text, KEY, async (bytes) => sign(null, bytes, privateKey));
  await withLogHead(persistence, async () => ({
    size: leaves.length,
    frontier: Buffer.concat(frontier.hashes),
    checkpoint,
    publishedAt: AT,
  }));
}
