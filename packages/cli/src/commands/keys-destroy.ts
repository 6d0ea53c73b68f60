/** `ventanilla keys operator` and `keys destroy`: what takes two people. */
import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Objection } from '@ventanilla/custody';
import type { Command } from 'commander';
import { EXIT } from '../failure.ts';
import { homeAt } from '../platform/home.ts';
import { actOnTrail, thisAccount } from '../platform/trail.ts';
import { terminalOutput } from '../terminal/output.ts';
import { KEYS_HELP, type KeysOptions, openSettings } from './keys-options.ts';
import { DEFAULT_DATA, wholeNumber } from './options.ts';

interface OperatorOptions extends KeysOptions {
  readonly out: string;
  readonly as?: string;
}
interface DestroyOptions extends KeysOptions {
  readonly as: string;
  readonly retiredDays: number;
}

const POLL_MS = 100;
/** Far above the week for which a stream keeps records. */
const RETIRED_DAYS = 30;

export function addKeyDestruction(keys: Command): void {
  keys
    .command('operator <name>')
    .description('Make a key for an operator, who may then ask and agree to destroy')
    .requiredOption('--out <file>', 'file for the private key, which its owner takes away')
    .option('--as <file>', 'private key of an operator who vouches: needed from the third on')
    .option('--data <dir>', 'folder of the platform', DEFAULT_DATA)
    .addHelpText('after', KEYS_HELP)
    .action(addOperator);
  keys
    .command('destroy <key>')
    .description('Destroy a retired key for good: run by two operators, each as themselves')
    .requiredOption('--as <file>', 'private key of the operator who signs')
    .option(
      '--retired-days <n>',
      'days the key must have been retired',
      wholeNumber(0, 3_650),
      RETIRED_DAYS,
    )
    .option('--data <dir>', 'folder of the platform', DEFAULT_DATA)
    .option('--json', 'one JSON line')
    .addHelpText(
      'after',
      `
The first to run it asks, the second, another one within a day, agrees: then the key is destroyed. Before
either signs, the archive, the waiting room, the dead letters and the stream are looked through for
anything that only this key opens; a key that still protects something is not destroyed.
${KEYS_HELP}`,
    )
    .action(destroy);
}

/** Who a key belongs to is on record: a file need not say. */
const openOperator = async (file: string, name = 'operator') => {
  const { createLocalSigner } = await import('@ventanilla/signatures/local');
  return createLocalSigner({ file, name });
};

async function addOperator(name: string, { data, out, as }: OperatorOptions): Promise<void> {
  const { createSigningKeyFile } = await import('@ventanilla/signatures/local');
  const { enrolOperator } = await import('@ventanilla/custody');
  const { withCustody } = await import('../platform/custody.ts');
  await withCustody(await openSettings(data), async ({ objects, database }) => {
    const details = { operator: name };
    const act = { action: 'operator-enrolled', by: thisAccount(), details } as const;
    await actOnTrail(database, act, async () => {
      const voucher = as === undefined ? undefined : await openOperator(as);
      await createSigningKeyFile(out);
      try {
        const { publicKey } = await openOperator(out, name);
        await enrolOperator(objects, publicKey, new Date(), voucher);
      } catch (error) {
        rmSync(out);
        throw error;
      }
      return { result: undefined, details: {} };
    });
    terminalOutput.out(`${name} is an operator; the private key is in ${out}`);
  });
}

async function destroy(keyId: string, options: DestroyOptions): Promise<void> {
  const { openOperatorStream, streamOf } = await import('../platform/stream-admin.ts');
  const { withCustody } = await import('../platform/custody.ts');
  const { destroyKey } = await import('../platform/key-destruction.ts');
  const operator = await openOperator(options.as);
  const stream = await openOperatorStream(await streamOf(homeAt(options.data), process.env));
  try {
    const outcome = await withCustody(await openSettings(options.data), (custody) =>
      destroyKey({
        custody,
        stream,
        keyId,
        operator,
        retiredDaysMin: options.retiredDays,
        now: new Date(),
        untilNews: (signal) => delay(POLL_MS, undefined, { signal }),
      }),
    );
    const destroyed = outcome.objections.length === 0;
    const asked = outcome.objections.every(({ code }) => code === 'second-operator-missing');
    if (options.json) terminalOutput.out(JSON.stringify({ keyId, destroyed, ...outcome }));
    else if (destroyed) terminalOutput.out(`${keyId} destroyed by ${outcome.agreed.by.join(', ')}`);
    else for (const objection of outcome.objections) terminalOutput.out(sentence(objection));
    process.exitCode = destroyed || asked ? EXIT.good : EXIT.bad;
  } finally {
    await stream.close();
  }
}

function sentence(objection: Objection): string {
  switch (objection.code) {
    case 'key-unknown':
      return 'There is no such key.';
    case 'key-not-retired':
      return 'The key is not retired: run `ventanilla keys retire` first.';
    case 'key-retired-too-recently':
      return `The key must stay retired until ${objection.until}.`;
    case 'key-still-protects':
      return `Only this key opens ${objection.messages} messages: re-wrap or re-encrypt them first.`;
    case 'second-operator-missing':
      return 'Asked for. Another operator must run the same command within a day.';
  }
}
