/** Every service killed and asked to stop, again and again. */
import { strikeEach } from './kills.ts';
import type { Scene, Step } from './scene.ts';

const EVERY_MS = 1_000;

const strike =
  (signal: 'SIGKILL' | 'SIGTERM') =>
  ({ platform, probe, dice, times }: Scene) =>
    strikeEach([...platform.services, ...probe.members], times(50), signal, {
      everyMs: EVERY_MS,
      dice,
    });

export const serviceSteps: readonly Step[] = [
  { name: 'kill -9 of each service', inflict: strike('SIGKILL') },
  { name: 'SIGTERM to each service', inflict: strike('SIGTERM') },
];
