/** What must hold of the ledger after any sequence of crashes. */
import { readAppends, readLogHead, readLogSize, statement } from '@ventanilla/database';
import {
  appendLeaves,
  decodeEntry,
  EMPTY_FRONTIER,
  issueReceipt,
  type OutcomeEntry,
  parseCheckpoint,
  parseNote,
  proveConsistency,
  proveInclusions,
  readBundle,
  rootOf,
  verifyConsistency,
  verifyReceipt,
} from '@ventanilla/receipts';
import { decodeJudged, readEntry } from '@ventanilla/segments';
import type { Scene, World } from './scene.ts';

interface OutcomeRow {
  readonly id: string;
  readonly attempt: number;
  readonly verdict: OutcomeEntry['verdict'];
  readonly received: Date;
  readonly registered: Date;
  readonly index: number;
  readonly hash: string;
  readonly key: string | null;
  readonly report: string | null;
  readonly object: string;
  readonly offset: number;
  readonly length: number;
}

const COLUMNS = `encode(document_id, 'hex') AS id, attempt, verdict, received_at AS received,
  registered_at AS registered, log_index AS index, encode(report_hash, 'hex') AS hash,
  report::text AS report, object, segment_offset AS "offset", segment_length AS length`;
const OUTCOMES = statement(`
  SELECT ${COLUMNS}, CASE WHEN verdict <> 'rejected' THEN business_key END AS key
  FROM ventanilla.documents JOIN ventanilla.segments USING (segment_id)
  UNION ALL
  SELECT ${COLUMNS}, NULL FROM ventanilla.attempts JOIN ventanilla.segments USING (segment_id)
  ORDER BY index`);

/** Every outcome has a verified receipt and its report; the log is one history and all of it is public. */
export async function auditLedger(world: World, scene: Scene): Promise<void> {
  const { rows } = await world.admin.query<OutcomeRow>(OUTCOMES);
  const size = await readLogSize(world.admin);
  expect(rows.map(({ index }) => index)).toEqual(Array.from({ length: size }, (_, at) => at));
  await auditHead(world, size);
  await auditCheckpoints(scene, size);
  await auditReceipts(world, scene, rows);
  await auditEntries(scene, rows);
}

/** The entries that were published are those of the rows, in order. */
async function auditEntries({ objects }: Scene, rows: readonly OutcomeRow[]): Promise<void> {
  const files = {
    read: (path: string) => objects.get(`log/${path}`),
    list: async function* (prefix: string) {
      for await (const key of objects.list(`log/${prefix}`)) yield key.slice('log/'.length);
    },
  };
  for (let first = 0; first < rows.length; first += 256) {
    const some = rows.slice(first, first + 256);
    const entries = await readBundle(files, first / 256, some.length);
    const published = entries?.map((entry) => decodeEntry(entry));
    const expected = some.map(({ id, attempt }) => [id, attempt]);
    expect(published?.map((entry) => [entry?.documentId, entry?.attempt])).toEqual(expected);
  }
}

async function auditHead({ admin }: World, size: number): Promise<void> {
  const head = await readLogHead(admin);
  const { leaves } = await readAppends(admin, 0, 10_000);
  const root = rootOf(appendLeaves(EMPTY_FRONTIER, leaves));
  const signed = parseCheckpoint(parseNote(head.checkpoint ?? '')?.text ?? '');
  expect(head.size).toBe(size);
  expect(signed).toMatchObject({ size });
  expect(Buffer.from(signed?.root ?? '')).toEqual(Buffer.from(root));
}

/** No two checkpoints that anyone may have seen tell different histories. */
async function auditCheckpoints({ objects, checkpoints }: Scene, size: number): Promise<void> {
  const readTile = (path: string) => objects.get(`log/${path}`);
  const heads = checkpoints.map((note) => parseCheckpoint(parseNote(note)?.text ?? ''));
  const latest = heads.at(-1);
  expect(latest?.size).toBe(size);
  for (const head of heads) {
    if (head === undefined || latest === undefined) throw new Error('not a checkpoint');
    const proof = await proveConsistency(head.size, latest.size, readTile);
    const holds = verifyConsistency({
      from: head.size,
      to: latest.size,
      proof,
      fromRoot: head.root,
      toRoot: latest.root,
    });
    expect(holds).toBe(true);
  }
}

async function auditReceipts(
  { admin, signer, envelope }: World,
  { objects }: Scene,
  rows: readonly OutcomeRow[],
): Promise<void> {
  const { size, checkpoint } = await readLogHead(admin);
  const indexes = rows.map(({ index }) => index);
  const proofs = await proveInclusions(indexes, size, (path) => objects.get(`log/${path}`));
  for (const [at, row] of rows.entries()) {
    const content = await readEntry({ objects, envelope }, row, row.id);
    const report = JSON.parse(row.report ?? decodeJudged(content).reportJson) as unknown;
    const receipt = issueReceipt({
      entry: {
        documentId: row.id,
        attempt: row.attempt,
        verdict: row.verdict,
        receivedAt: row.received.toISOString(),
        registeredAt: row.registered.toISOString(),
        reportHash: row.hash,
        ...(row.key !== null && { businessKey: row.key }),
      },
      logIndex: row.index,
      inclusionProof: proofs[at] ?? [],
      checkpoint: checkpoint ?? '',
    });
    const { publicKey } = signer;
    const evidence = { receipt, documentId: row.id, report, publicKey };
    expect(verifyReceipt(evidence)).toMatchObject({ outcome: 'valid' });
  }
}
