/** What every stack of one environment has in common. */
import { type App, Stack, Tags } from 'aws-cdk-lib';
import type { EnvironmentSettings } from '../settings/schema.ts';

export interface Site {
  readonly app: App;
  readonly settings: EnvironmentSettings;
  /** `ventanilla-dev`: start of every name. */
  readonly prefix: string;
}

/** A stack of the environment; `region` only where AWS leaves no choice. */
export function stackOf(
  { app, settings, prefix }: Site,
  name: string,
  description: string,
  region = settings.region,
): Stack {
  const stack = new Stack(app, `${prefix}-${name}`, {
    description: `Ventanilla ${settings.name}: ${description}`,
    env: { region, ...(settings.account !== undefined && { account: settings.account }) },
    terminationProtection: settings.name === 'prod',
  });
  Tags.of(stack).add('application', 'ventanilla');
  Tags.of(stack).add('environment', settings.name);
  return stack;
}

export const isProduction = ({ settings }: Site): boolean => settings.name === 'prod';
