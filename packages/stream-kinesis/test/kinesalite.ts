/** A local server of the Kinesis API, in a process of its own, gone with ours. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { freePort, waitFor } from '@ventanilla/testing';

export interface LocalKinesis {
  readonly endpoint: string;
  readonly stop: () => void;
}

export const startKinesalite = async (): Promise<LocalKinesis> => {
  const port = await freePort();
  const program = join(dirname(createRequire(import.meta.url).resolve('kinesalite')), 'cli.js');
  const flags = ['createStreamMs', 'deleteStreamMs', 'updateStreamMs'].flatMap((f) => [
    `--${f}`,
    '20',
  ]);
  const child = spawn(
    process.execPath,
    [program, '--port', String(port), '--shardLimit', '1000', ...flags],
    { stdio: 'ignore' },
  );
  process.once('exit', () => child.kill('SIGKILL'));
  const endpoint = `http://127.0.0.1:${port}`;
  await waitFor(() => fetch(endpoint).then(() => true), {
    what: 'kinesalite to listen',
    timeoutMs: 60_000,
  });
  return { endpoint, stop: () => child.kill('SIGKILL') };
};
