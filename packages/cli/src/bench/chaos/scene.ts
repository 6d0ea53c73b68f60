/** What a fault has before it, and what a gate is made of. */
import type { Home } from '../../platform/home.ts';
import type { StreamKind } from '../../platform/local-stream.ts';
import type { Platform, PlatformOptions } from '../../platform/platform.ts';
import type { Dice } from '../dice.ts';
import type { OrderProbe } from './probe.ts';
import type { Struck } from './run.ts';

export interface Scene {
  readonly home: Home;
  readonly platform: Platform;
  readonly probe: OrderProbe;
  readonly dice: Dice;
  /** How often, where the gate says `full` times. */
  readonly times: (full: number) => number;
  /** How many milliseconds, where the gate says `full` seconds. */
  readonly lastingMs: (full: number) => number;
  readonly log: (line: string) => void;
}

/** One kind of fault, followed by an audit. */
export interface Step {
  readonly name: string;
  readonly inflict: (scene: Scene) => Promise<Struck>;
}

export interface Profile {
  readonly steps: readonly Step[];
  /** The stream that it is about; any when absent. */
  readonly stream?: StreamKind;
  /** Where its keys have to be; in files when absent. */
  readonly keyKinds?: PlatformOptions['keyKinds'];
  /** More settings of each service. */
  readonly overrides?: (home: Home) => NonNullable<PlatformOptions['overrides']>;
}
