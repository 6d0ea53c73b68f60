/** `ventanilla keys signing`: the keys that sign log heads and submission receipts. */
import type { ObjectStore } from '@ventanilla/objects';
import type { Command } from 'commander';
import { CommandFailure } from '../failure.ts';
import { actOnTrail } from '../platform/trail.ts';
import { terminalOutput } from '../terminal/output.ts';
import {
  type ActOptions,
  KEYS_HELP,
  type KeysOptions,
  openSigningSettings,
  withAct,
} from './keys-options.ts';
import { DEFAULT_DATA, wholeNumber } from './options.ts';

interface RotateOptions extends ActOptions {
  readonly overlapMinutes: number;
}

const OVERLAP_MINUTES = 60;
const MINUTE_MS = 60_000;

export function addSigningKeys(keys: Command): void {
  const signing = keys
    .command('signing')
    .description('Keys that sign log heads and submission receipts');
  signing
    .command('list')
    .description('Every key that ever signed, newest first, as it is published')
    .option('--data <dir>', 'folder of the platform', DEFAULT_DATA)
    .option('--json', 'one JSON line a key')
    .addHelpText('after', KEYS_HELP)
    .action(list);
  withAct(signing.command('rotate'))
    .description('Sign with a new key from now on; what the former signed still verifies')
    .option('--data <dir>', 'folder of the platform', DEFAULT_DATA)
    .option(
      '--overlap-minutes <n>',
      'how long both keys are believed',
      wholeNumber(1, 10_080),
      OVERLAP_MINUTES,
    )
    .addHelpText(
      'after',
      `
Running services take the new key up within a minute, without a restart. The former stays published with
the end of its validity: nothing registered later is believed from it. A wrapped key (SIGNING_KIND=wrapped)
is made here and encrypted by the key service of ENCRYPTION_KIND; only services that sign can open it. A key
that KMS itself signs with is turned over by naming another in SIGNING_KMS_KEY_ID and starting the services
again.
${KEYS_HELP}`,
    )
    .action(rotate);
}

async function list({ data, json }: KeysOptions): Promise<void> {
  const { openObjects } = await import('@ventanilla/backends');
  const { readSigningKeys } = await import('@ventanilla/custody');
  const { publishedKeys } = await import('@ventanilla/signatures');
  const objects = await openObjects(await openSigningSettings(data), 'operators');
  for (const key of publishedKeys(await readSigningKeys(objects)).keys) {
    const { name, algorithm, validFrom, validUntil, spki } = key;
    const line = `${name}  ${algorithm}  ${validFrom} to ${validUntil ?? 'now'}  ${spki}`;
    terminalOutput.out(json ? JSON.stringify(key) : line);
  }
  await objects.close();
}

async function rotate({ data, overlapMinutes, by, reason }: RotateOptions): Promise<void> {
  const { openObjects } = await import('@ventanilla/backends');
  const { keepDatabase, using } = await import('../platform/custody.ts');
  const settings = await openSigningSettings(data);
  await using(async (keep) => {
    const objects = keep(await openObjects(settings, 'operators'));
    const act = { action: 'signing-key-rotated', by, reason, details: {} } as const;
    const until = await actOnTrail(keepDatabase(settings, keep), act, async () => {
      const formerUntil = await turnOver(settings, objects, overlapMinutes * MINUTE_MS);
      return { result: formerUntil, details: { formerUntil } };
    });
    terminalOutput.out(`signing with a new key; the former is believed until ${until}`);
  });
}

/** Returns the instant until which the former key is believed. */
async function turnOver(
  settings: Awaited<ReturnType<typeof openSigningSettings>>,
  objects: ObjectStore,
  overlapMs: number,
): Promise<string> {
  const { openSigner, replaceSigningKey } = await import('@ventanilla/backends');
  const { endSigningKey, recordSigningKey } = await import('@ventanilla/custody');
  const read = async () => {
    const signer = await openSigner(settings, 'operators', { objects });
    await signer.close();
    return signer.publicKey;
  };
  const former = await read();
  await recordSigningKey(objects, former);
  if (!(await replaceSigningKey(settings, objects))) {
    throw new CommandFailure('A signing key in KMS is turned over by its setting.', {
      hint: 'Name the new key in SIGNING_KMS_KEY_ID and start the services again.',
    });
  }
  const now = new Date();
  // A token does not know when a key was made: this one was now.
  await recordSigningKey(objects, { ...(await read()), validFrom: now.toISOString() });
  const until = new Date(now.getTime() + overlapMs);
  await endSigningKey(objects, former, until);
  return until.toISOString();
}
