/** What every command about keys is told: whose keys they are. */
import { homeAt } from '../platform/home.ts';

export interface KeysOptions {
  readonly data: string;
  readonly json?: boolean;
}

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
