/** Shards split and merged, and everything that the service answers when it is asked too much. */
import { setTimeout as delay } from 'node:timers/promises';
import { invariant } from '@ventanilla/errors';
import { TOPICS } from '@ventanilla/messages';
import { openUnrest, type Unrest } from '@ventanilla/stream-kinesis/unrest';
import { waitFor } from '@ventanilla/testing';
import { irregularly } from './kills.ts';
import type { Struck } from './run.ts';
import type { Scene, Step } from './scene.ts';

const EVERY_MS = 2_000;
const THEFT_EVERY_MS = 700;
const PATIENCE_MS = 60_000;

const topicsOf = ({ probe }: Scene): readonly string[] => [
  probe.topic,
  TOPICS.received,
  TOPICS.validated,
  TOPICS.transformed,
];

const withUnrest = async <T>(scene: Scene, work: (unrest: Unrest) => Promise<T>): Promise<T> => {
  const { stream } = scene.platform.state;
  const unrest = openUnrest({
    region: stream.STREAM_KINESIS_REGION ?? '',
    endpoint: stream.STREAM_KINESIS_ENDPOINT ?? '',
    prefix: stream.STREAM_KINESIS_PREFIX ?? '',
    credentials: {
      accessKeyId: stream.STREAM_KINESIS_ACCESS_KEY_ID ?? '',
      secretAccessKey: stream.STREAM_KINESIS_SECRET_ACCESS_KEY ?? '',
    },
    leasesUrl: stream.STREAM_URL ?? '',
  });
  try {
    return await work(unrest);
  } finally {
    await unrest.close();
  }
};

/** Once on each topic, and again. */
const reshard = (how: 'split' | 'merge') => (scene: Scene) =>
  withUnrest(scene, async (unrest): Promise<Struck> => {
    const struck: Record<string, number> = {};
    const topics = topicsOf(scene);
    const count = scene.times(10);
    for (let done = 0; done < count; done += 1) {
      await irregularly(EVERY_MS, scene.dice);
      const topic = topics[done % topics.length] ?? '';
      await unrest[how](topic);
      struck[`${how} ${topic}`] = (struck[`${how} ${topic}`] ?? 0) + 1;
    }
    return struck;
  });

const steal = (scene: Scene) =>
  withUnrest(scene, async (unrest) => {
    const count = scene.times(50);
    for (let done = 0; done < count; done += 1) {
      await irregularly(THEFT_EVERY_MS, scene.dice);
      await waitFor(() => unrest.steal(), { what: 'a lease to steal', timeoutMs: PATIENCE_MS });
    }
    return { 'leases stolen': count };
  });

type Fault = 'partial' | 'throttled' | 'expired';
const SHARES: Readonly<Record<Fault, number>> = { partial: 0.3, throttled: 0.5, expired: 0.2 };

/** Answers that way while `work` lasts; how often it did. */
async function misbehave(
  { platform }: Scene,
  fault: Fault,
  work: (seen: () => number) => Promise<unknown>,
) {
  const door = platform.broker?.door;
  invariant(door, 'a platform over Kinesis has a door before it');
  const before = door.counts[fault];
  const seen = () => door.counts[fault] - before;
  door.faults[fault] = SHARES[fault];
  try {
    await work(seen);
    return { [fault]: seen() };
  } finally {
    door.faults[fault] = 0;
  }
}

/** The time counts from the first strike: on a busy machine nobody may have asked before. */
const forSeconds = (fault: Fault, seconds: number) => (scene: Scene) =>
  misbehave(scene, fault, async (seen) => {
    await waitFor(seen, { what: 'anybody to strike', timeoutMs: PATIENCE_MS });
    await delay(scene.lastingMs(seconds));
  });

const expire = (scene: Scene) =>
  misbehave(scene, 'expired', (seen) =>
    waitFor(() => seen() >= scene.times(50), { timeoutMs: PATIENCE_MS }),
  );

export const kinesisSteps: readonly Step[] = [
  { name: 'Kinesis splits', inflict: reshard('split') },
  { name: 'Kinesis merges', inflict: reshard('merge') },
  { name: 'Kinesis expired iterators', inflict: expire },
  { name: 'Kinesis 30 % of records refused', inflict: forSeconds('partial', 300) },
  { name: 'Kinesis 50 % of calls throttled', inflict: forSeconds('throttled', 300) },
  { name: 'Kinesis lease thefts', inflict: steal },
];
