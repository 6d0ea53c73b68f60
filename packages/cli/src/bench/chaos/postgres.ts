/** The database crashed, its backends killed, and all of it frozen. */
import { setTimeout as delay } from 'node:timers/promises';
import { processTree, waitFor } from '@ventanilla/testing';
import { Client } from 'pg';
import { irregularly } from './kills.ts';
import type { Scene, Step } from './scene.ts';

const EVERY_MS = 2_000;
const BACKEND_EVERY_MS = 400;
const RESTART_MS = 120_000;

async function crash({ platform, dice, times }: Scene) {
  const { database } = platform;
  const count = times(20);
  for (let done = 0; done < count; done += 1) {
    await irregularly(EVERY_MS, dice);
    const lives = database.restarts();
    database.crash('immediate');
    await waitFor(() => database.restarts() > lives, {
      what: 'the database to be started again',
      timeoutMs: RESTART_MS,
    });
  }
  return { 'postgres (immediate)': count };
}

const KILL_ONE = `
select pg_terminate_backend(pid) from pg_stat_activity
where backend_type = 'client backend' and pid <> pg_backend_pid() order by random() limit 1`;

async function killBackends({ platform, dice, times }: Scene) {
  const client = new Client({ connectionString: platform.database.url });
  await client.connect();
  try {
    const count = times(100);
    for (let done = 0; done < count; ) {
      await irregularly(BACKEND_EVERY_MS, dice);
      done += (await client.query(KILL_ONE)).rowCount ?? 0;
    }
    return { backends: count };
  } finally {
    await client.end();
  }
}

const FREEZE_SECONDS = 30;
const THAWED_MS = 3_000;

async function freeze({ platform, times, lastingMs }: Scene) {
  const count = times(10);
  for (let done = 0; done < count; done += 1) {
    await delay(THAWED_MS);
    const frozen = processTree(platform.database.pid());
    signalAll(frozen, 'SIGSTOP');
    try {
      await delay(lastingMs(FREEZE_SECONDS));
    } finally {
      signalAll(frozen, 'SIGCONT');
    }
  }
  return { 'postgres (frozen)': count };
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      // A backend may end between being listed and being signalled.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

export const postgresSteps: readonly Step[] = [
  { name: 'Postgres immediate stop', inflict: crash },
  { name: 'Postgres backends killed', inflict: killBackends },
  { name: `Postgres frozen ${FREEZE_SECONDS} s`, inflict: freeze },
];
