/** `ventanilla keys`: the wrapping keys of a platform on this machine. */
import type { Command } from 'commander';
import { homeAt } from '../platform/home.ts';
import { secretFiles } from '../platform/secrets.ts';
import { terminalOutput } from '../terminal/output.ts';
import { DEFAULT_DATA } from './options.ts';

interface KeysOptions {
  readonly data: string;
  readonly json?: boolean;
}

export function addKeys(program: Command): void {
  const keys = program.command('keys').description('Keys that wrap data keys');
  keys
    .command('list')
    .description('Versions of the wrapping key; never the keys themselves')
    .option('--data <dir>', 'folder of the platform', DEFAULT_DATA)
    .option('--json', 'one JSON line a version')
    .action(async ({ data, json }: KeysOptions) => {
      const { listLocalKeys } = await import('@ventanilla/encryption/local');
      for (const key of await listLocalKeys(secretFiles(homeAt(data)).encryptionKeyFile)) {
        const line = `${key.id}  ${key.createdAt}${key.current ? '  current' : ''}`;
        terminalOutput.out(json ? JSON.stringify(key) : line);
      }
    });
  keys
    .command('rotate')
    .description('Make a new version: new data keys are wrapped by it, old ones still unwrap')
    .option('--data <dir>', 'folder of the platform', DEFAULT_DATA)
    .addHelpText(
      'after',
      `
A running platform takes it up with its next data key; nothing is restarted and nothing is rewritten.
Keys in KMS are rotated by KMS, keys in an HSM by a new version under the same label.`,
    )
    .action(async ({ data }: KeysOptions) => {
      const { addLocalKeyVersion } = await import('@ventanilla/encryption/local');
      const file = secretFiles(homeAt(data)).encryptionKeyFile;
      terminalOutput.out(await addLocalKeyVersion(file, new Date()));
    });
  keys
    .command('audit')
    .description('What each wrapping key protects: a key with nothing left may be retired')
    .option('--data <dir>', 'folder of the platform', DEFAULT_DATA)
    .option('--json', 'one JSON line a key')
    .action(async ({ data, json }: KeysOptions) => {
      const { createFsObjects } = await import('@ventanilla/objects-fs');
      const { countKeys } = await import('@ventanilla/transparency');
      const objects = await createFsObjects({ dir: homeAt(data).objects });
      for (const use of await countKeys(objects)) {
        const { keyId, purpose, messages, bytes, firstDay, lastDay } = use;
        const line = `${keyId}  ${purpose}  ${messages} messages, ${bytes} bytes, ${firstDay} to ${lastDay}`;
        terminalOutput.out(json ? JSON.stringify(use) : line);
      }
    });
}
