/** Members that join every group of the platform and leave again, without ever doing its work. */
import { setTimeout as delay } from 'node:timers/promises';
import { OperationalError } from '@ventanilla/errors';
import { TOPICS } from '@ventanilla/messages';
import type { BatchHandler } from '@ventanilla/stream';
import type { Scene } from './scene.ts';

const GROUPS = [
  { topic: TOPICS.received, group: 'validation' },
  { topic: TOPICS.received, group: 'archive' },
  { topic: TOPICS.validated, group: 'transformation' },
  { topic: TOPICS.transformed, group: 'persistence' },
];
const STAY_MS = 1_000;

/** Gives back what it is given; the next holder finds it as it was. */
const idle: BatchHandler = () =>
  Promise.reject(new OperationalError('guest', 'a guest does no work', { retryable: true }));

export async function storm({ probe, lastingMs }: Scene) {
  const until = performance.now() + lastingMs(300);
  const noting: BatchHandler = async ({ records }) => {
    for (const { value } of records) probe.note(Buffer.from(value).toString(), 'guest');
  };
  const groups = [
    ...GROUPS.map((where) => ({ ...where, handler: idle })),
    { topic: probe.topic, group: probe.group, handler: noting },
  ];
  let visits = 0;
  while (performance.now() < until) {
    const stay = new AbortController();
    const guests = groups.map((where) =>
      probe.stream.consume({ ...where, member: 'guest', signal: stay.signal }),
    );
    await delay(STAY_MS);
    stay.abort();
    await Promise.all(guests);
    visits += guests.length;
    await delay(STAY_MS);
  }
  return { guests: visits };
}
