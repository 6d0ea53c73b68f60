/** `ventanilla keys`: the life of the wrapping keys, from the first to the last of what they protect. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ReencryptProgress } from '@ventanilla/custody';
import type { Command } from 'commander';
import { CommandFailure, EXIT } from '../failure.ts';
import { actOnTrail } from '../platform/trail.ts';
import { terminalOutput } from '../terminal/output.ts';
import { type Progress, startProgress } from '../terminal/progress.ts';
import { addKeyDestruction } from './keys-destroy.ts';
import {
  type ActOptions,
  KEYS_HELP,
  type KeysOptions,
  openSettings,
  withAct,
} from './keys-options.ts';
import { addSigningKeys } from './keys-signing.ts';
import { DEFAULT_DATA, positive } from './options.ts';

interface FromOptions extends ActOptions {
  readonly from?: string;
  readonly rate?: number;
}

interface RetireOptions extends ActOptions {
  readonly now?: boolean;
}

export function addKeys(program: Command): void {
  const keys = program.command('keys').description('Keys that wrap data keys: their whole life');
  const command = (name: string, description: string) =>
    keys
      .command(name)
      .description(description)
      .option('--data <dir>', 'folder of the platform', DEFAULT_DATA);
  const act = (name: string, description: string) => withAct(command(name, description));

  command('list', 'Every wrapping key and its state; never the keys themselves')
    .option('--json', 'one JSON line a key')
    .addHelpText('after', KEYS_HELP)
    .action(list);
  act('rotate', 'New key material: new data keys are wrapped by it, old ones still unwrap')
    .addHelpText(
      'after',
      `
A running platform takes it up with its next data key, within the hour; nothing is restarted and nothing
is rewritten. In KMS the key is rotated on demand under its own ARN; another ARN is named in the settings.
${KEYS_HELP}`,
    )
    .action(rotate);
  command('audit', 'What each wrapping key protects, and how much of it nothing else opens')
    .option('--json', 'one JSON line a key')
    .addHelpText('after', KEYS_HELP)
    .action(audit);
  act('rewrap', 'Wrap the data keys of the archive, and the key that signs, by the current key too')
    .option('--from <key>', 'only those under this key; all but the current when absent')
    .option('--json', 'one JSON line at the end')
    .addHelpText(
      'after',
      `\nNo segment is touched. Run again after a stop it goes on where it was.${KEYS_HELP}`,
    )
    .action(rewrap);
  act('reencrypt', 'Encrypt segments again under new data keys, while the platform works')
    .option('--from <key>', 'only those under this key; all but the current when absent')
    .option('--rate <MB>', 'megabytes a second at most', positive)
    .option('--json', 'one JSON line at the end')
    .addHelpText(
      'after',
      `
Each new object is read back and compared byte for byte before the index points to it. The old one stays
until its lock ends. Run again after a stop it goes on where it was.${KEYS_HELP}`,
    )
    .action(reencrypt);
  act('retire <key>', 'Switch a former key off, as if it were gone; it can be restored')
    .option('--now', 'even while services may still write under it: they then wait')
    .addHelpText(
      'after',
      `
Whatever still needs the key waits and loses nothing: the rehearsal for its destruction.${KEYS_HELP}`,
    )
    .action((key: string, options: RetireOptions) => turn('retire', key, options));
  act('restore <key>', 'Switch a retired key on again')
    .addHelpText('after', KEYS_HELP)
    .action((key: string, options: RetireOptions) => turn('restore', key, options));
  addKeyDestruction(keys);
  addSigningKeys(keys);
}

async function list({ data, json }: KeysOptions): Promise<void> {
  const { withKeyAdmin } = await import('../platform/custody.ts');
  const found = await withKeyAdmin(await openSettings(data), (admin) => admin.list());
  for (const key of found) {
    const line = [key.id, key.state, key.createdAt ?? ''].join('  ').trimEnd();
    terminalOutput.out(json ? JSON.stringify(key) : line);
  }
}

async function rotate({ data, by, reason }: ActOptions): Promise<void> {
  const { withCustody } = await import('../platform/custody.ts');
  await withCustody(await openSettings(data), async ({ admin, database }) => {
    const act = { action: 'key-rotated', by, reason, details: {} } as const;
    const rotated = await actOnTrail(database, act, async () => {
      const keyId = await admin.rotate();
      return { result: keyId, details: { keyId } };
    });
    terminalOutput.out(rotated);
  });
}

async function audit({ data, json }: KeysOptions): Promise<void> {
  const { keyUses, waitingUses, withCustody } = await import('../platform/custody.ts');
  await withCustody(await openSettings(data), async (custody) => {
    if (custody.database === undefined) {
      terminalOutput.err('the database was not asked: superseded segments count as in use');
    }
    for (const use of await keyUses(custody)) {
      const { keyId, purpose, messages, dependent, bytes, firstDay, lastDay } = use;
      const line = `${keyId}  ${purpose}  ${messages} messages, ${dependent} of them by it alone, ${bytes} bytes, ${firstDay} to ${lastDay}`;
      terminalOutput.out(json ? JSON.stringify(use) : line);
    }
    for (const [keyId, messages] of await waitingUses(custody)) {
      const line = `${keyId}  waiting  ${messages} messages`;
      terminalOutput.out(json ? JSON.stringify({ keyId, purpose: 'waiting', messages }) : line);
    }
  });
}

const isFrom = (from: string | undefined, current: string) => (keyId: string) =>
  from === undefined ? keyId !== current : keyId === from;

async function rewrap({ data, from, json, by, reason }: FromOptions): Promise<void> {
  const { currentOf, withCustody, withWrapper } = await import('../platform/custody.ts');
  const { rewrapArchive } = await import('@ventanilla/custody');
  await withCustody(await openSettings(data), async ({ admin, objects, settings, database }) => {
    const to = currentOf(await admin.list());
    const act = { action: 'keys-rewrapped', by, reason, details: { to } } as const;
    const done = await actOnTrail(database, act, async () => {
      const result = await withWrapper(settings, (wrapper) =>
        rewrapArchive({ objects, wrapper, from: isFrom(from, to), to }),
      );
      return { result, details: result };
    });
    const { segments, dataKeys, already } = done;
    const line = `${dataKeys} data keys, of ${segments} segments and of who signs, are under ${to}, ${already} were before`;
    terminalOutput.out(json ? JSON.stringify({ ...done, to }) : line);
  });
}

async function reencrypt({ data, from, rate, json, by, reason }: FromOptions): Promise<void> {
  const { currentOf, indexOf, withCustody, withEnvelopes } = await import('../platform/custody.ts');
  const { reencryptArchive } = await import('@ventanilla/custody');
  const { carryHold } = await import('../platform/retention.ts');
  await withCustody(await openSettings(data), async (custody) => {
    const index = indexOf(custody);
    const current = currentOf(await custody.admin.list());
    const startedAt = performance.now();
    let progress: Progress | undefined;
    const onSegment = async ({ seen, total, bytes }: ReencryptProgress) => {
      progress ??= startProgress(process.stderr, 'segments', total);
      progress.set(seen);
      const aheadMs = rate === undefined ? 0 : bytes / (rate * 1e3) - elapsed(startedAt);
      if (aheadMs > 0) await delay(aheadMs);
    };
    const { objects, database } = custody;
    const details = { from: from ?? null, to: current };
    const act = { action: 'segments-reencrypted', by, reason, details } as const;
    const done = await actOnTrail(database, act, async () => {
      const result = await withEnvelopes(custody, (envelopes) =>
        reencryptArchive({
          objects,
          envelopes,
          index,
          carryHold: (from, to) => carryHold(custody, from, to),
          from: isFrom(from, current),
          onSegment,
        }),
      );
      return { result, details: result };
    });
    progress?.end();
    const seconds = elapsed(startedAt) / 1000;
    const { reencrypted, seen, bytes } = done;
    const line = `${reencrypted} of ${seen} segments encrypted again, ${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} s`;
    terminalOutput.out(json ? JSON.stringify({ ...done, seconds }) : line);
  });
}

const elapsed = (since: number): number => performance.now() - since;

async function turn(
  what: 'retire' | 'restore',
  keyId: string,
  { data, now, by, reason }: RetireOptions,
): Promise<void> {
  const { withCustody } = await import('../platform/custody.ts');
  const { recordTurn } = await import('@ventanilla/custody');
  await withCustody(await openSettings(data), async ({ admin, objects, database }) => {
    if (what === 'retire' && !now) refuseTooSoon(await admin.list(), keyId);
    const state = what === 'retire' ? 'retired' : 'restored';
    const action = `key-${state}` as const;
    await actOnTrail(database, { action, by, reason, details: { keyId } }, async () => {
      await admin[what](keyId);
      await recordTurn(objects, { keyId, turn: state, at: new Date().toISOString() });
      return { result: undefined, details: {} };
    });
    terminalOutput.out(`${keyId} ${state}`);
  });
}

/** A data key lives for an hour in a service that writes; the next key must have been current for longer. */
const SETTLE_MS = 2 * 3_600_000;

function refuseTooSoon(
  keys: readonly { readonly id: string; readonly createdAt?: string }[],
  keyId: string,
): void {
  const next = keys[keys.findIndex(({ id }) => id === keyId) + 1];
  const since = Date.parse(next?.createdAt ?? '');
  if (Number.isNaN(since) || Date.now() - since >= SETTLE_MS) return;
  const until = new Date(since + SETTLE_MS).toISOString();
  throw new CommandFailure(`Services may write under ${keyId} until ${until}.`, {
    exitCode: EXIT.bad,
    hint: 'Data keys live for an hour: retire the key after that.',
  });
}
