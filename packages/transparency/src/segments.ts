/** The archive against itself: every segment is named by the hash of its bytes. */
import { createHash } from 'node:crypto';
import {
  isRecordSound,
  type Purged,
  RECORDS,
  readPurged,
  readSuperseded,
} from '@ventanilla/custody';
import type { Envelope } from '@ventanilla/encryption';
import { errorCode } from '@ventanilla/errors';
import type { ObjectStore } from '@ventanilla/objects';
import { readSegment } from '@ventanilla/segments';
import { createFindings, type Finding, type Findings } from './findings.ts';

export interface VerifySegmentsOptions {
  readonly objects: ObjectStore;
  /** With these every document is decrypted too, and originals are hashed against their ids. */
  readonly envelopes?: { readonly original: Envelope; readonly canonical: Envelope };
  readonly onProgress?: (segments: number, bytes: number) => void;
}

export interface SegmentsReport {
  readonly findings: readonly Finding[];
  readonly segments: number;
  readonly bytes: number;
  /** Documents decrypted and checked; 0 without envelopes. */
  readonly documents: number;
}

const PREFIX = 'segments/';
const KEY = /^segments\/(original|canonical)\/\d{4}\/\d\d\/\d\d\/([0-9a-f]{64})$/;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
/** Codes of content that is not what was stored; anything else is an outage and is thrown. */
const DAMAGE = ['tampered', 'corrupt', 'segment-damaged', 'key-unknown'];
/** The key of a superseded segment may be retired or destroyed: the newer one is opened in its place. */
const KEY_GONE = ['key-unknown', 'key-paused'];

/** What the records of custody tell of segments. */
interface Told {
  readonly superseded: ReadonlyMap<string, string>;
  readonly purged: Purged;
}

async function openDocuments(
  { objects, envelopes }: VerifySegmentsOptions,
  key: string,
  purpose: 'original' | 'canonical',
  { superseded, purged }: Told,
  findings: Findings,
): Promise<number> {
  if (envelopes === undefined) return 0;
  try {
    const { documents } = await readSegment({ objects, envelope: envelopes[purpose] }, key);
    for (const { documentId, content } of documents) {
      const isWhole = purpose === 'original' && !purged.remains.has(key);
      if (isWhole && sha256(content) !== documentId) {
        findings.add('tampered', `${key} ${documentId}`);
      }
    }
    return documents.length;
  } catch (error) {
    if (KEY_GONE.includes(errorCode(error)) && superseded.has(key)) return 0;
    if (!DAMAGE.includes(errorCode(error))) throw error;
    findings.add('tampered', key);
    return 0;
  }
}

/** The records of custody, each named by its hash too. */
async function verifyRecords(objects: ObjectStore, findings: Findings): Promise<void> {
  for await (const key of objects.list(RECORDS)) {
    const bytes = await objects.get(key);
    if (bytes === undefined) findings.add('missing', key);
    else if (!isRecordSound(key, bytes)) findings.add('altered', key);
  }
}

/** Nothing where records are damaged; finds what was purged and left no remains. */
async function readTold(objects: ObjectStore, findings: Findings): Promise<Told> {
  if (findings.all().length > 0) {
    return { superseded: new Map(), purged: { segments: new Map(), remains: new Set(), lost: [] } };
  }
  const purged = await readPurged(objects);
  for (const object of purged.lost) findings.add('missing', object);
  return { superseded: await readSuperseded(objects), purged };
}

/** Walks every segment of the store, and what custody remembers of them. */
export async function verifySegments(options: VerifySegmentsOptions): Promise<SegmentsReport> {
  const findings = createFindings();
  await verifyRecords(options.objects, findings);
  const told = await readTold(options.objects, findings);
  const counted = { segments: 0, bytes: 0, documents: 0 };
  for await (const key of options.objects.list(PREFIX)) {
    const [, purpose, hash] = KEY.exec(key) ?? [];
    if (hash === undefined) {
      findings.add('unexpected', key);
      continue;
    }
    const bytes = await options.objects.get(key);
    if (bytes === undefined) {
      findings.add('missing', key);
      continue;
    }
    counted.segments += 1;
    counted.bytes += bytes.length;
    if (sha256(bytes) !== hash) findings.add('altered', key);
    else {
      const kind = purpose === 'original' ? 'original' : 'canonical';
      counted.documents += await openDocuments(options, key, kind, told, findings);
    }
    options.onProgress?.(counted.segments, counted.bytes);
  }
  return { findings: findings.all(), ...counted };
}
