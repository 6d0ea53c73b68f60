/** Records in, outcomes out: the order of effects that makes every crash harmless. */
import {
  deleteWaiting,
  type EndedWait,
  findAnswered,
  findOverdue,
  findWaitingFor,
  type WaitingMessage,
} from '@ventanilla/database';
import { asOutage } from '@ventanilla/errors';
import { decodeTransformed, encodeRegistered, TOPICS } from '@ventanilla/messages';
import type { TracedBatch, Tracing } from '@ventanilla/runtime';
import type { Signer } from '@ventanilla/signatures';
import { appendAll, type Batch, type Sink } from '@ventanilla/stream';
import { codesOf, type Decision } from './core/decide.ts';
import type { Candidate } from './core/ledger-state.ts';
import { createLogPublisher } from './publish-log.ts';
import { createRegister, type LedgerPorts, type Progress } from './register.ts';
import { decryptWaiting } from './waiting-message.ts';

export interface PersistencePorts extends LedgerPorts {
  readonly signer: Signer;
  readonly sink: Sink;
  readonly tracing: Tracing;
  /** Least time between two signed tree heads. */
  readonly publishEveryMs: number;
  /** Told of every decision once it is durable and public. */
  readonly onDecisions?: (decisions: readonly Decision[]) => void;
}

export interface Persistence {
  /** Handler of documents.transformed. */
  readonly handle: (batch: Batch) => Promise<void>;
  /** Settles documents whose wait is over; returns how many. */
  readonly settleOverdue: () => Promise<number>;
  /** Finishes what an earlier process left half done: unpublished outcomes, answered waits. */
  readonly recover: () => Promise<void>;
}

const SETTLED_AT_ONCE = 250;

export function createPersistence(ports: PersistencePorts): Persistence {
  const { database, envelope, sink, tracing, now, atStep } = ports;
  const register = createRegister(ports);
  const publish = createLogPublisher(ports);

  /**
   * Registers, publishes and tells; then does the same for those that waited for these. Returns how
   * many of the batch left the waiting room.
   */
  const settle = async (candidates: readonly Candidate[], progress?: Progress): Promise<number> => {
    if (candidates.length === 0) return 0;
    const { decisions, someoneWaited } = await register(candidates, progress);
    await asOutage(publish);
    await asOutage(() => appendAll(sink, TOPICS.registered, decisions.flatMap(messageOf)));
    await atStep('outcomes-told');
    const ended = decisions.flatMap(endedWait);
    await asOutage(() => deleteWaiting(database, ended));
    await atStep('wait-ended');
    ports.onDecisions?.(decisions);
    const keys = decisions.flatMap((decision) =>
      decision.kind === 'registered' ? (decision.key ?? []) : [],
    );
    // Whoever began to wait after this was decided had these keys before its eyes.
    if (someoneWaited || decisions.some(({ kind }) => kind === 'waits')) {
      await settleAll(() => findWaitingFor(database, keys, SETTLED_AT_ONCE));
    }
    return ended.length;
  };

  /** Round by round, until nothing is found or a round settles nothing (a clock was set back). */
  const settleAll = async (find: () => Promise<readonly WaitingMessage[]>): Promise<number> => {
    let settled = 0;
    for (;;) {
      const candidates = await decryptWaiting(envelope, await find());
      const ended = await tracing.batch(waitsOf(candidates), () => settle(candidates));
      if (ended === 0) return settled;
      settled += ended;
    }
  };

  return {
    handle: async ({ topic, partition, records }) => {
      const last = records.at(-1);
      if (last === undefined) return;
      const candidates = records.map((record) => ({ message: decodeTransformed(record) }));
      await settle(candidates, { topic, partition, lastOffset: last.position.offset });
    },
    settleOverdue: () =>
      settleAll(() => findOverdue(database, now().toISOString(), SETTLED_AT_ONCE)),
    recover: async () => {
      await asOutage(publish);
      await settleAll(() => findAnswered(database, SETTLED_AT_ONCE));
    },
  };
}

/** Those whose wait may be over, in the traces that their requests began. */
const waitsOf = (candidates: readonly Candidate[]): TracedBatch => ({
  name: 'settle what waited',
  kind: 'internal',
  records: candidates.map(({ message: { submission } }) => ({
    key: submission.documentId,
    headers: submission.traceparent === undefined ? {} : { traceparent: submission.traceparent },
  })),
});

/** One that left the waiting room with an outcome. */
const endedWait = (decision: Decision): readonly EndedWait[] =>
  decision.candidate.deadline !== undefined &&
  (decision.kind === 'registered' || decision.kind === 'repeat')
    ? [decision.candidate.message.submission]
    : [];

/** A repeat is told its outcome again: whoever waits for this submission must learn it. */
function messageOf(decision: Decision) {
  const { submission, summary } = decision.candidate.message;
  const subject = { submission, ...(summary !== undefined && { summary }) };
  if (decision.kind === 'registered') {
    const { registeredAt, report, attempt, logIndex } = decision;
    const { verdict } = report;
    const codes = codesOf(report);
    return [encodeRegistered({ ...subject, registeredAt, verdict, attempt, logIndex, codes })];
  }
  if (decision.kind !== 'repeat') return [];
  const { registeredAt, verdict, attempt, logIndex, codes } = decision.outcome;
  return [encodeRegistered({ ...subject, registeredAt, verdict, attempt, logIndex, codes })];
}
