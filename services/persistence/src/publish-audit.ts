/**
 * Making the audit trail public by its hashes: a log of its own beside the log of outcomes, so that what
 * officials read can no more be altered or withdrawn than what they registered. See docs/adr/0005.
 */
import { type Database, withAuditHead } from '@ventanilla/database';
import type { ObjectStore } from '@ventanilla/objects';
import { appendToLog, auditOrigin, readEdge } from '@ventanilla/receipts';
import type { ServiceContext } from '@ventanilla/runtime';
import type { Signer } from '@ventanilla/signatures';
import { growHead, storeFiles } from './grow-log.ts';
import { startRounds } from './rounds.ts';

export interface AuditPublisherPorts {
  readonly database: Database;
  readonly objects: ObjectStore;
  readonly signer: Signer;
  readonly now: () => Date;
}

/** Objects of that log lie under it, by their C2SP paths; it has no entry bundles, which would tell. */
const AUDIT_PREFIX = 'audit/';

/** Publishes every line that is final; resolves with their number. Run twice it changes nothing. */
export async function publishAudit(ports: AuditPublisherPorts): Promise<number> {
  const { database, objects, signer, now } = ports;
  let published = 0;
  for (;;) {
    const count = await withAuditHead(database, async (head, leaves) => {
      const edge = await readEdge(head.size, (path) => objects.get(`${AUDIT_PREFIX}${path}`));
      const { tiles } = appendToLog(edge, leaves);
      await storeFiles(objects, AUDIT_PREFIX, tiles);
      const grown = await growHead(head, leaves, signer, auditOrigin);
      await objects.replace(`${AUDIT_PREFIX}checkpoint`, Buffer.from(grown.checkpoint));
      return { ...grown, publishedAt: now().toISOString() };
    });
    if (count === 0) return published;
    published += count;
  }
}

/** Publishes for as long as the service runs; the service fails on what waiting cannot mend. */
export function startPublishingAudit(
  context: ServiceContext,
  ports: AuditPublisherPorts,
  intervalMs: number,
): void {
  startRounds(context, () => publishAudit(ports), {
    intervalMs,
    onFailure: 'publishing the audit trail failed, will be retried',
  });
}
