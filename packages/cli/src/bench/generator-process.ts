/** The generator as the bench sees it: a child process and the messages it answers. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { CommandFailure } from '../failure.ts';
import type {
  FromGenerator,
  GeneratorSettings,
  PhaseFigures,
  ToGenerator,
} from './generator-port.ts';

export interface Generator {
  readonly pid: number;
  readonly say: (message: ToGenerator) => void;
  /** Documents acknowledged so far, a quarter of a second old at most. */
  readonly acknowledged: () => number;
  /** Sends no more; resolves when everything in flight is acknowledged. */
  readonly stop: () => Promise<PhaseFigures>;
  /** Writes the ledger of everything acknowledged to `file`; resolves with the number of ids. */
  readonly writeLedger: (file: string) => Promise<number>;
  readonly close: () => Promise<void>;
}

type Kind = FromGenerator['type'];
type Of<K extends Kind> = Extract<FromGenerator, { readonly type: K }>;

const answerOf = <K extends Kind>(child: ChildProcess, type: K): Promise<Of<K>> =>
  new Promise((resolve, reject) => {
    const listen = (message: FromGenerator) => {
      if (message.type !== type) return;
      child.off('message', listen);
      child.off('exit', fail);
      resolve(message as Of<K>);
    };
    const fail = () => reject(new CommandFailure('The load generator died.'));
    child.on('message', listen);
    child.once('exit', fail);
  });

/** Starts it and resolves when its documents are prepared. */
export async function startGenerator(
  settings: GeneratorSettings,
  token: string,
): Promise<Generator> {
  const entry = fileURLToPath(new URL('./generator.ts', import.meta.url));
  const child = fork(entry, { detached: true, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  let acknowledged = 0;
  child.on('message', (message: FromGenerator) => {
    if (message.type === 'sent') acknowledged = message.acknowledged;
  });
  const say = (message: ToGenerator) => void child.send(message);
  const ready = answerOf(child, 'ready');
  say({ type: 'settings', settings });
  await ready;
  say({ type: 'token', token });
  return {
    pid: child.pid ?? 0,
    say,
    acknowledged: () => acknowledged,
    stop: async () => {
      const stopped = answerOf(child, 'stopped');
      say({ type: 'stop' });
      return (await stopped).figures;
    },
    writeLedger: async (file) => {
      const written = answerOf(child, 'ledger');
      say({ type: 'ledger', file });
      return (await written).count;
    },
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}
