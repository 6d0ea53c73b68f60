/**
 * Making the audit trail public by its hashes: a log of its own beside the log of outcomes, so that what
 * officials read can no more be altered or withdrawn than what they registered. See docs/adr/0005.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { type AuditHead, type Database, withAuditHead } from '@ventanilla/database';
import { isRetryable } from '@ventanilla/errors';
import type { ObjectStore } from '@ventanilla/objects';
import {
  appendLeaves,
  appendToLog,
  auditOrigin,
  encodeCheckpoint,
  type Frontier,
  HASH_BYTES,
  readEdge,
  rootOf,
  signNote,
} from '@ventanilla/receipts';
import type { ServiceContext } from '@ventanilla/runtime';
import type { Signer } from '@ventanilla/signatures';

export interface AuditPublisherPorts {
  readonly database: Database;
  readonly objects: ObjectStore;
  readonly signer: Signer;
  readonly now: () => Date;
}

/** Objects of that log lie under it, by their C2SP paths; it has no entry bundles, which would tell. */
const AUDIT_PREFIX = 'audit/';

const frontierOf = ({ size, frontier }: AuditHead): Frontier => ({
  size,
  hashes: Array.from({ length: frontier.length / HASH_BYTES }, (_, at) =>
    frontier.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  ),
});

/** Publishes every line that is final; resolves with their number. Run twice it changes nothing. */
export async function publishAudit(ports: AuditPublisherPorts): Promise<number> {
  const { database, objects, signer, now } = ports;
  let published = 0;
  for (;;) {
    const count = await withAuditHead(database, async (head, leaves) => {
      const edge = await readEdge(head.size, (path) => objects.get(`${AUDIT_PREFIX}${path}`));
      const { tiles } = appendToLog(edge, leaves);
      for (const { path, bytes } of tiles) await objects.put(`${AUDIT_PREFIX}${path}`, bytes);
      const { size, hashes } = appendLeaves(frontierOf(head), leaves);
      const { publicKey, sign } = signer;
      const name = auditOrigin(publicKey.name);
      const text = encodeCheckpoint({ origin: name, size, root: rootOf({ size, hashes }) });
      const checkpoint = await signNote(text, { ...publicKey, name }, sign);
      await objects.replace(`${AUDIT_PREFIX}checkpoint`, Buffer.from(checkpoint));
      return {
        size,
        frontier: Buffer.concat(hashes),
        checkpoint,
        publishedAt: now().toISOString(),
      };
    });
    if (count === 0) return published;
    published += count;
  }
}

/** Publishes for as long as the service runs; the service fails on what waiting cannot mend. */
export function startPublishingAudit(
  { signal, log, fail, onStop }: ServiceContext,
  ports: AuditPublisherPorts,
  intervalMs: number,
): void {
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      await publishAudit(ports).catch((error: unknown) => {
        if (!isRetryable(error)) throw error;
        log.warn({ err: error }, 'publishing the audit trail failed, will be retried');
      });
      await delay(intervalMs, undefined, { signal }).catch(() => undefined);
    }
  };
  const running = run();
  running.catch(fail);
  onStop(() => running.catch(() => undefined));
}
