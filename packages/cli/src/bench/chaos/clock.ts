/** Services whose clocks go wrong, one at a time, by ten minutes either way. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SERVICE_NAMES } from '../../platform/environment.ts';
import type { Home } from '../../platform/home.ts';
import type { Scene, Step } from './scene.ts';

const SKEW_MS = 10 * 60_000;
const SKEWED_SECONDS = 10;

const fileOf = (home: Home, service: string): string => join(home.root, 'skew', service);

const PRELOAD = new URL('./skewed-clock.ts', import.meta.url).href;

/** Clocks that `setClock` can move. */
export const movableClocks = (home: Home) =>
  Object.fromEntries(
    SERVICE_NAMES.map((service) => [
      service,
      {
        NODE_OPTIONS: `--disable-warning=ExperimentalWarning --import=${PRELOAD}`,
        SKEW_FILE: fileOf(home, service),
      },
    ]),
  );

function setClock(home: Home, service: string, skewMs: number): void {
  const file = fileOf(home, service);
  mkdirSync(join(home.root, 'skew'), { recursive: true });
  writeFileSync(`${file}.draft`, String(skewMs));
  renameSync(`${file}.draft`, file);
}

const skew =
  (skewMs: number) =>
  async ({ home, platform, times, lastingMs }: Scene) => {
    const struck: Record<string, number> = {};
    const rounds = times(1);
    for (let round = 0; round < rounds; round += 1) {
      for (const { name } of platform.services) {
        setClock(home, name, skewMs);
        await delay(lastingMs(SKEWED_SECONDS));
        setClock(home, name, 0);
        struck[name] = (struck[name] ?? 0) + 1;
      }
    }
    return struck;
  };

export const clockSteps: readonly Step[] = [
  { name: 'clock of each service 10 min ahead', inflict: skew(SKEW_MS) },
  { name: 'clock of each service 10 min behind', inflict: skew(-SKEW_MS) },
];
