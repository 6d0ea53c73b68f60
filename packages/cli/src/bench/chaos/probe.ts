/**
 * Records of our own on the platform's stream, written and read while things break. The platform's
 * documents are each a key of their own; here a key has many records, so that their order shows.
 */
import type { StreamSettings } from '@ventanilla/backends';
import type { Stream } from '@ventanilla/stream';
import { waitFor } from '@ventanilla/testing';
import type { Home } from '../../platform/home.ts';
import { signalProcess } from '../../platform/process-identity.ts';
import { openOperatorStream } from '../../platform/stream-admin.ts';
import type { SupervisedService } from '../../platform/supervisor.ts';
import { ProbeBook, type ProbeFindings } from './probe-book.ts';
import { startMembers } from './probe-members.ts';
import { createProbeWriter } from './probe-writer.ts';

export type { ProbeFindings } from './probe-book.ts';

export interface OrderProbe {
  readonly topic: string;
  readonly group: string;
  readonly stream: Stream;
  /** Two processes that share the topic. */
  readonly members: readonly SupervisedService[];
  /** Starts writing and counting. */
  readonly begin: () => void;
  /** Writes no more; resolves when what was promised has come, or has not within a minute. */
  readonly settle: () => Promise<ProbeFindings>;
  /** Takes note of a delivery to somebody else than the two. */
  readonly note: (text: string, member: string) => void;
  /**
   * Freezes a member that holds a batch until the other one has done its work, and wakes it: whether it
   * was told that its right is gone, and the position stayed where it was.
   */
  readonly bewitch: () => Promise<boolean>;
  readonly close: () => Promise<void>;
}

const TOPIC = 'chaos.probe';
const GROUP = 'chaos';
const PARTITIONS = 4;
const PATIENCE_MS = 60_000;
const GRACE_MS = 8_000;

export async function startProbe(home: Home, settings: StreamSettings): Promise<OrderProbe> {
  const stream = await openOperatorStream(settings);
  await stream.ensure([{ name: TOPIC, partitions: PARTITIONS }]);
  const book = new ProbeBook();
  const settled = { stream: settings, topic: TOPIC, group: GROUP };
  const { members, told, catchBatch } = startMembers(home, settled, book);
  const writer = createProbeWriter(stream, TOPIC, book);
  const committed = async (partition: number): Promise<bigint> => {
    const backlog = await stream.backlog(TOPIC, GROUP);
    return BigInt(backlog.find((it) => it.partition === partition)?.committed ?? -1);
  };
  let turn = 0;
  return {
    topic: TOPIC,
    group: GROUP,
    stream,
    members,
    begin: () => {
      book.begin();
      writer.start();
    },
    settle: async () => {
      await writer.stop();
      await waitFor(() => book.findings.lost === 0, { timeoutMs: PATIENCE_MS }).catch(() => {});
      return book.findings;
    },
    note: (text, member) => book.note(text, member),
    bewitch: async () => {
      turn += 1;
      const victim = members[turn % members.length] as SupervisedService;
      const { seen, letGo } = await catchBatch(victim.name);
      const identity = victim.identity();
      if (!identity) return false;
      signalProcess(identity, 'SIGSTOP');
      const { partition, last, texts, batch } = seen;
      const patience = { timeoutMs: PATIENCE_MS, everyMs: 100 };
      try {
        await waitFor(async () => (await committed(partition)) >= BigInt(last), patience);
      } finally {
        signalProcess(identity, 'SIGCONT');
      }
      const before = await committed(partition);
      const byAnother = texts.every((text) => book.holderOf(text) !== victim.name);
      letGo();
      await waitFor(() => told.has(`${victim.name}/${batch}`), patience);
      return byAnother && (await committed(partition)) >= before;
    },
    close: async () => {
      await writer.stop();
      await Promise.all(members.map((member) => member.stop(GRACE_MS)));
      await stream.close();
    },
  };
}
