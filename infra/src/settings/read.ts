/** Reads the settings file of an environment. */
import { readFileSync } from 'node:fs';
import { type EnvironmentSettings, environmentSettings } from './schema.ts';

export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** Throws SettingsError with every wrong setting, its place and why. */
export function checkSettings(value: unknown, source: string): EnvironmentSettings {
  const parsed = environmentSettings.safeParse(value);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(
    ({ path, message }) => `  ${path.join('.') || '(file)'}: ${message}`,
  );
  throw new SettingsError(`${source} is wrong:\n${lines.join('\n')}`);
}

const fileOf = (name: string): URL => new URL(`../../environments/${name}.json`, import.meta.url);

export function readEnvironment(name: string): EnvironmentSettings {
  const url = fileOf(name);
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(url, 'utf8'));
  } catch (cause) {
    throw new SettingsError(
      `environments/${name}.json cannot be read: ${(cause as Error).message}`,
    );
  }
  return checkSettings(value, `environments/${name}.json`);
}
