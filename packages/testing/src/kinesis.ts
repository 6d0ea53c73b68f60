/** A local server of the Kinesis API in a process of its own, gone with ours. It keeps nothing on disk. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { freePort } from './free-port.ts';
import { waitFor } from './wait-for.ts';

export interface LocalKinesis {
  readonly endpoint: string;
  readonly region: string;
  /** It takes any; the AWS client wants some. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly pid: number;
  readonly stop: () => void;
}

/** Changes of a stream take seconds at AWS; here they only have to take some time at all. */
const CHANGE = '20ms';
const CHANGES = [
  'CREATE_STREAM',
  'DELETE_STREAM',
  'REGISTER_STREAM_CONSUMER',
  'DEREGISTER_STREAM_CONSUMER',
  'START_STREAM_ENCRYPTION',
  'STOP_STREAM_ENCRYPTION',
  'SPLIT_SHARD',
  'MERGE_SHARDS',
  'UPDATE_SHARD_COUNT',
];

export const startKinesis = async (): Promise<LocalKinesis> => {
  const port = await freePort();
  const folder = dirname(createRequire(import.meta.url).resolve('kinesis-local'));
  const child = spawn(process.execPath, [join(folder, 'main.js')], {
    stdio: 'ignore',
    env: {
      KINESIS_MOCK_CERT_PATH: join(folder, 'server.json'),
      KINESIS_MOCK_PLAIN_PORT: String(port),
      KINESIS_MOCK_TLS_PORT: String(await freePort()),
      LOG_LEVEL: 'ERROR',
      SHARD_LIMIT: '1000',
      ...Object.fromEntries(CHANGES.map((change) => [`${change}_DURATION`, CHANGE])),
    },
  });
  process.once('exit', () => child.kill('SIGKILL'));
  const endpoint = `http://127.0.0.1:${port}`;
  await waitFor(async () => (await fetch(`${endpoint}/healthcheck`)).ok, {
    what: 'kinesis-local to listen',
    timeoutMs: 60_000,
    everyMs: 50,
  });
  return {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    pid: child.pid as number,
    stop: () => child.kill('SIGKILL'),
  };
};
