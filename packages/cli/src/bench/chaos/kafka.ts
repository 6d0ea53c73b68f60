/** The broker restarted, its groups never at rest, and members that come back from the dead. */
import { invariant } from '@ventanilla/errors';
import { CommandFailure, EXIT } from '../../failure.ts';
import { irregularly } from './kills.ts';
import type { Scene, Step } from './scene.ts';
import { storm } from './storm.ts';

const EVERY_MS = 3_000;

async function restart({ platform, dice, times, log }: Scene) {
  const { broker } = platform;
  invariant(broker?.restart, 'a platform over Kafka has a broker to restart');
  const struck = { 'broker (kill)': 0, 'broker (stop)': 0 };
  const count = times(50);
  for (let done = 0; done < count; done += 1) {
    await irregularly(EVERY_MS, dice);
    const how = done % 2 === 0 ? 'kill' : 'stop';
    await broker.restart(how);
    struck[`broker (${how})`] += 1;
    log(`broker restarted (${how}), ${done + 1} of ${count}`);
  }
  return struck;
}

/** Each must find that it is fenced; one that does not ends the bench. */
async function bewitch({ probe, times, log }: Scene) {
  const count = times(20);
  for (let done = 0; done < count; done += 1) {
    if (!(await probe.bewitch())) {
      throw new CommandFailure(`Zombie ${done + 1} of ${count} was not fenced.`, {
        exitCode: EXIT.bad,
      });
    }
    log(`zombie ${done + 1} of ${count} fenced`);
  }
  return { 'zombies fenced': count };
}

export const kafkaSteps: readonly Step[] = [
  { name: 'Kafka broker restarts', inflict: restart },
  { name: 'Kafka rebalance storm', inflict: storm },
  { name: 'Kafka zombie consumers', inflict: bewitch },
];
