/** Everything that is stored by a platform on this machine, checked against its log and its key. */
import { createRewrappedKeys, readSigningKeys } from '@ventanilla/custody';
import { openDatabase, readAllOutcomes, readAuditTrail } from '@ventanilla/database';
import { createEnvelope, type Envelope } from '@ventanilla/encryption';
import { createLocalKeyWrapper } from '@ventanilla/encryption/local';
import type { ObjectStore } from '@ventanilla/objects';
import { createFsObjects } from '@ventanilla/objects-fs';
import { auditOrigin } from '@ventanilla/receipts';
import { createLocalSigner } from '@ventanilla/signatures/local';
import {
  createRowComparer,
  createTrailComparer,
  type Finding,
  type MonitorReport,
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
  const { publicKey } = await createLocalSigner({ file, name: keyName });
  const keys = [publicKey, ...(await readSigningKeys(objects))];
  const files = storedLog(objects);
  const report = await monitorLog({ files, keys });
  // The trail has a log from its first line on.
  const trailFiles = storedLog(objects, 'audit/');
  const { readEntries: _, ...hashes } = trailFiles;
  const begun = (await trailFiles.read('checkpoint')) !== undefined;
  const trail: MonitorReport = begun
    ? await monitorLog({
        files: hashes,
        keys: keys.map((key) => ({ ...key, name: auditOrigin(key.name) })),
      })
    : { findings: [], tiles: 0, entries: 0 };
  const findings = [...report.findings, ...trail.findings.map(under('audit/'))];
  return {
    findings,
    tiles: report.tiles + trail.tiles,
    size: report.checkpoint?.size ?? 0,
    trailSize: trail.checkpoint?.size ?? 0,
    read: files.read,
    readTrail: trailFiles.read,
  };
}

const under =
  (prefix: string) =>
  ({ code, where }: Finding): Finding => ({ code, where: `${prefix}${where}` });

type AuditedLog = Awaited<ReturnType<typeof auditLog>>;

async function auditRows(databaseUrl: string, log: AuditedLog) {
  const database = openDatabase(databaseUrl, {
    poolMax: 1,
    applicationName: 'ventanilla archive verify',
    statementTimeoutMs: 600_000,
  });
  const comparer = createRowComparer(log.size, log.read);
  const trail = createTrailComparer(log.trailSize, log.readTrail);
  let rows = 0;
  try {
    await readAllOutcomes(database, async (outcomes) => {
      rows += outcomes.length;
      await comparer.take(outcomes.map(({ logIndex, ...entry }) => ({ logIndex, entry })));
    });
    const unlogged = await readAuditTrail(database, async (lines) => {
      rows += lines.length;
      await trail.take(lines);
    });
    const missed: readonly Finding[] =
      unlogged === 0 ? [] : [{ code: 'trail-unlogged', where: `${unlogged} lines` }];
    return { findings: [...comparer.finish(), ...trail.finish(), ...missed], rows };
  } finally {
    await database.close();
  }
}

export async function auditPlatform(options: AuditOptions): Promise<Audit> {
  const startedAt = performance.now();
  const objects = await createFsObjects({ dir: options.home.objects });
  const log = await auditLog(options, objects);
  const envelopes = options.deep ? await openEnvelopes(options, objects) : undefined;
  const archive = await verifySegments({ objects, ...(envelopes && { envelopes }) });
  const ledger = options.databaseUrl
    ? await auditRows(options.databaseUrl, log)
    : { findings: [], rows: -1 };
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    findings: [...log.findings, ...archive.findings, ...ledger.findings],
    entries: log.size,
    tiles: log.tiles,
    segments: archive.segments,
    documents: archive.documents,
    bytes: archive.bytes,
    rows: ledger.rows,
    megabytesPerSecond: Number((archive.bytes / 1e6 / seconds).toFixed(1)),
  };
}
