/** Where tasks are run: in containers as Fargate would, or as plain processes where no engine is. */
import type { Task } from './tasks.ts';

/** A task with its secrets looked up. */
export interface ReadyTask extends Task {
  /** All that it is told, secrets included. */
  readonly told: Readonly<Record<string, string>>;
}

export interface HotStore {
  /** As the tasks reach it. */
  readonly host: string;
  /** As this process reaches it, as its superuser. */
  readonly adminUrl: string;
}

export interface Runner {
  readonly kind: 'containers' | 'processes';
  /** Address of this machine that tasks can reach. */
  readonly host: string;
  /** What of the task definitions this way of running cannot show. */
  readonly notProved: readonly string[];
  readonly startStore: (port: number) => Promise<HotStore>;
  /** Runs it to its end; throws when that is a failure. Returns what it printed. */
  readonly runOnce: (task: ReadyTask) => Promise<string>;
  /** Starts it and waits until its health check passes. */
  readonly start: (task: ReadyTask) => Promise<void>;
  readonly addressOf: (name: string) => string;
  /** Peak memory of each task so far, where it can be told. */
  readonly peaks: () => Promise<Readonly<Record<string, number>>>;
  /** Ends everything that was started; whatever it printed last is returned by task. */
  readonly stop: () => Promise<Readonly<Record<string, string>>>;
}
