/** The key service throttled and down: who needs a key holds its partitions, says so, and writes nothing plain. */
import { setTimeout as delay } from 'node:timers/promises';
import { wrappingKeyOf } from '@ventanilla/encryption';
import { invariant } from '@ventanilla/errors';
import { TOPICS } from '@ventanilla/messages';
import { waitFor } from '@ventanilla/testing';
import { signalProcess } from '../../platform/process-identity.ts';
import type { Scene, Step } from './scene.ts';

const OUTAGE_SECONDS = 30;
const BETWEEN_MS = 3_000;
const PATIENCE_MS = 60_000;
/** Readers of what goes on coming in, which they cannot open without a key. */
const HELD = ['validation', 'archive'];
/** Data keys last an hour; a process that has just begun has none. */
const BEGUN_ANEW = [...HELD, 'transformation', 'persistence'];
const CODES = { down: 'key-service-unavailable', throttled: 'key-service-throttled' } as const;

const outage = (how: keyof typeof CODES) => async (scene: Scene) => {
  const { platform, times, lastingMs } = scene;
  const { kms } = platform.keys;
  invariant(kms, 'a platform with its keys in KMS has a double of it');
  const count = times(3);
  for (let done = 0; done < count; done += 1) {
    await delay(BETWEEN_MS);
    kms.fail(how);
    try {
      begin(scene, BEGUN_ANEW);
      for (const name of HELD) await untilHeld(scene, name, CODES[how]);
      // Reception acknowledged until now under the key it had: from here on it has to refuse.
      begin(scene, ['reception']);
      await delay(lastingMs(OUTAGE_SECONDS));
    } finally {
      kms.fail(undefined);
    }
  }
  scene.log(`${await lookAtRecords(scene)} records on the stream, each encrypted`);
  return { [`key service ${how}`]: count };
};

function begin({ platform }: Scene, names: readonly string[]): void {
  for (const service of platform.services) {
    const identity = names.includes(service.name) ? service.identity() : undefined;
    if (identity) signalProcess(identity, 'SIGKILL');
  }
}

const untilHeld = ({ platform }: Scene, name: string, code: string) =>
  waitFor(
    async () => {
      const service = platform.services.find((it) => it.name === name);
      const answer = await service?.ask('/readyz');
      return answer?.ok === false && answer.text.includes(code);
    },
    { what: `${name} to say ${code}`, timeoutMs: PATIENCE_MS },
  );

/** Every record that the stream still has, from its beginning; throws on one that is not encrypted. */
async function lookAtRecords({ probe: { stream }, platform }: Scene): Promise<number> {
  await platform.untilReady(PATIENCE_MS);
  const group = `look-${Date.now()}`;
  let seen = 0;
  for (const topic of [TOPICS.received, TOPICS.validated, TOPICS.transformed, TOPICS.registered]) {
    const stop = new AbortController();
    const looking = stream.consume({
      topic,
      group,
      member: 'look',
      signal: stop.signal,
      handler: async ({ records }) => {
        for (const { value } of records) wrappingKeyOf(value);
        seen += records.length;
      },
    });
    await waitFor(
      async () => (await stream.backlog(topic, group)).every(({ records }) => records === 0),
      { what: `every record of ${topic} to be looked at`, timeoutMs: PATIENCE_MS },
    );
    stop.abort();
    await looking;
  }
  return seen;
}

export const keySteps: readonly Step[] = [
  { name: `key service throttled for ${OUTAGE_SECONDS} s`, inflict: outage('throttled') },
  { name: `key service down for ${OUTAGE_SECONDS} s`, inflict: outage('down') },
];
