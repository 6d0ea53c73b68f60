/** Everything that is stored by a platform on this machine, checked against its log and its key. */
import { createRewrappedKeys } from '@ventanilla/custody';
import { openDatabase, readAllOutcomes } from '@ventanilla/database';
import { createEnvelope, type Envelope } from '@ventanilla/encryption';
import { createLocalKeyWrapper } from '@ventanilla/encryption/local';
import type { ObjectStore } from '@ventanilla/objects';
import { createFsObjects } from '@ventanilla/objects-fs';
import { createLocalSigner } from '@ventanilla/signatures/local';
import {
  createRowComparer,
  type Finding,
  monitorLog,
  storedLog,
  verifySegments,
} from '@ventanilla/transparency';
import type { Home } from './home.ts';
import { secretFiles } from './secrets.ts';

export interface Audit {
  readonly findings: readonly Finding[];
  readonly entries: number;
  readonly tiles: number;
  readonly segments: number;
  readonly documents: number;
  readonly bytes: number;
  /** -1 when the database was not asked. */
  readonly rows: number;
  readonly megabytesPerSecond: number;
}

export interface AuditOptions {
  readonly home: Home;
  /** Name of the signing key, which is the origin of the log. */
  readonly keyName: string;
  /** Decrypts every document too. */
  readonly deep: boolean;
  /** Database of a platform that runs; without it rows are not compared. */
  readonly databaseUrl?: string;
}

async function openEnvelopes({ home }: AuditOptions, objects: ObjectStore) {
  const wrapper = await createLocalKeyWrapper({ file: secretFiles(home).encryptionKeyFile });
  const of = (purpose: string): Envelope =>
    createEnvelope({
      wrapper,
      purpose,
      now: performance.now.bind(performance),
      rewrapped: createRewrappedKeys(objects),
    });
  return { original: of('original'), canonical: of('canonical') };
}

async function auditLog({ home, keyName }: AuditOptions, objects: ObjectStore) {
  const file = secretFiles(home).signingKeyFile;
  const signer = await createLocalSigner({ file, name: keyName });
  const files = storedLog(objects);
  return { report: await monitorLog({ files, keys: [signer.publicKey] }), read: files.read };
}

async function auditRows(
  databaseUrl: string,
  size: number,
  read: (path: string) => Promise<Uint8Array | undefined>,
) {
  const database = openDatabase(databaseUrl, {
    poolMax: 1,
    applicationName: 'ventanilla archive verify',
    statementTimeoutMs: 600_000,
  });
  const comparer = createRowComparer(size, read);
  let rows = 0;
  try {
    await readAllOutcomes(database, async (outcomes) => {
      rows += outcomes.length;
      await comparer.take(outcomes.map(({ logIndex, ...entry }) => ({ logIndex, entry })));
    });
  } finally {
    await database.close();
  }
  return { findings: comparer.finish(), rows };
}

export async function auditPlatform(options: AuditOptions): Promise<Audit> {
  const startedAt = performance.now();
  const objects = await createFsObjects({ dir: options.home.objects });
  const { report, read } = await auditLog(options, objects);
  const envelopes = options.deep ? await openEnvelopes(options, objects) : undefined;
  const archive = await verifySegments({ objects, ...(envelopes && { envelopes }) });
  const size = report.checkpoint?.size ?? 0;
  const ledger = options.databaseUrl
    ? await auditRows(options.databaseUrl, size, read)
    : { findings: [], rows: -1 };
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    findings: [...report.findings, ...archive.findings, ...ledger.findings],
    entries: size,
    tiles: report.tiles,
    segments: archive.segments,
    documents: archive.documents,
    bytes: archive.bytes,
    rows: ledger.rows,
    megabytesPerSecond: Number((archive.bytes / 1e6 / seconds).toFixed(1)),
  };
}
