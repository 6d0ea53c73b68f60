/** `ventanilla witness`: cosigns heads of a log it watches, or asks a witness to. */

import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { terminalOutput } from '../terminal/output.ts';
import { type ConnectionOptions, connection, wholeNumber, withConnection } from './options.ts';
import { stopRequest, whenAborted } from './until-stopped.ts';
import { readWitnessKey } from './witness-key.ts';

interface ServeOptions {
  readonly keys: string;
  readonly name: string;
  readonly state: string;
  readonly port: number;
}

interface AskOptions extends ConnectionOptions {
  readonly witness: string;
  readonly witnessKey: string;
}

async function serve({ keys, name, state, port }: ServeOptions): Promise<void> {
  const { createFsObjects } = await import('@ventanilla/objects-fs');
  const { encodeWitnessKey } = await import('@ventanilla/receipts');
  const { parsePublishedKeys } = await import('@ventanilla/signatures');
  const { createLocalSigner, createSigningKeyFile } = await import('@ventanilla/signatures/local');
  const { serveWitness } = await import('@ventanilla/transparency');
  const objects = await createFsObjects({ dir: state });
  const file = `${state}/witness.pem`;
  if (!existsSync(file)) await createSigningKeyFile(file);
  const signer = await createLocalSigner({ file, name });
  const published = parsePublishedKeys(JSON.parse(readFileSync(keys, 'utf8')));
  const origins = [...new Set(published.map((key) => key.name))];
  const logs = origins.map((origin) => ({
    origin,
    keys: published.filter((key) => key.name === origin),
  }));
  const server = serveWitness({
    logs,
    objects,
    key: signer.publicKey,
    sign: signer.sign,
    now: Date.now,
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  terminalOutput.out(encodeWitnessKey(signer.publicKey));
  terminalOutput.err(
    `witness of ${origins.join(', ')} at http://127.0.0.1:${typeof address === 'object' ? address?.port : port}`,
  );
  await whenAborted(stopRequest().signal);
  server.close();
  server.closeAllConnections();
}

async function ask(options: AskOptions): Promise<void> {
  const { askWitness } = await import('@ventanilla/transparency');
  const { api } = connection(options);
  try {
    const read = async (path: string): Promise<Uint8Array | undefined> => {
      const { status, body } = await api.tryGet(`/v1/log/${path}`);
      return status === 404 ? undefined : body;
    };
    const checkpoint = Buffer.from((await read('checkpoint')) ?? []).toString('utf8');
    const witness = { key: await readWitnessKey(options.witnessKey), url: options.witness };
    const signal = AbortSignal.timeout(30_000);
    const cosigned = await askWitness(witness, { checkpoint, readTile: read, signal });
    terminalOutput.out(cosigned.trimEnd());
  } finally {
    await api.close();
  }
}

export function addWitness(program: Command): void {
  const witness = program.command('witness').description('Witness the log of an authority');
  witness
    .command('serve')
    .description('Run a witness; prints its key')
    .requiredOption('--keys <file>', 'published keys of the log (keys.json)')
    .requiredOption('--name <name>', 'name of the witness, like witness.example/w1')
    .requiredOption('--state <dir>', 'where it remembers what it saw; losing it is forgetting')
    .option('--port <n>', 'port to listen on; 0 takes a free one', wholeNumber(0, 65_535), 0)
    .action(serve);
  withConnection(witness.command('ask'))
    .description('Have a witness cosign the head of the log; prints the cosigned checkpoint')
    .requiredOption('--witness <url>', 'submission prefix of the witness')
    .requiredOption('--witness-key <key>', 'its key, as it publishes it')
    .action(ask);
}
