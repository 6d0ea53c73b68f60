/** What every command about keys is told: whose keys they are. */
import type { Command } from 'commander';
import { homeAt } from '../platform/home.ts';
import { thisAccount } from '../platform/trail.ts';

export interface KeysOptions {
  readonly data: string;
  readonly json?: boolean;
}

/** Of what is done, beside where: a line of the audit trail tells of it. */
export interface ActOptions extends KeysOptions {
  readonly by: string;
  readonly reason?: string;
}

export const withAct = (command: Command): Command =>
  command
    .option('--by <name>', 'who does it; kept in the audit trail', thisAccount())
    .option('--reason <text>', 'why; kept in the audit trail');

export const KEYS_HELP = `
The keys are those that ENCRYPTION_KIND and the other settings of a service name, with OBJECTS_* and
DATABASE_URL (role ventanilla_custody); without ENCRYPTION_KIND they are those of the platform in --data.`;

export const openSettings = async (data: string) => {
  const { custodySettings } = await import('../platform/custody.ts');
  return custodySettings(homeAt(data), process.env);
};

export const openSigningSettings = async (data: string) => {
  const { signingPlatform } = await import('../platform/custody.ts');
  return signingPlatform(homeAt(data), process.env);
};
