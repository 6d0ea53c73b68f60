/** Options that several commands share, and how their values are read. */
import { type Command, InvalidArgumentError } from 'commander';
import { type Api, connectApi } from '../client/api.ts';
import { type TokenSource, tokensFrom } from '../client/tokens.ts';
import { CommandFailure, EXIT } from '../failure.ts';
import { homeAt } from '../platform/home.ts';
import { readDemoSecret } from '../platform/secrets.ts';
import { readState } from '../platform/state.ts';

/** Reads a whole number within bounds, or tells what is wrong with it. */
export const wholeNumber =
  (minimum: number, maximum: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isInteger(value) || value < minimum || value > maximum) {
      throw new InvalidArgumentError(`It must be a whole number from ${minimum} to ${maximum}.`);
    }
    return value;
  };

/** Reads a number above zero. */
export const positive = (text: string): number => {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) {
    throw new InvalidArgumentError('It must be a number above 0.');
  }
  return value;
};

/** Reads a share between 0 and 1. */
export const share = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) {
    throw new InvalidArgumentError('It must be a number from 0 to 1.');
  }
  return value;
};

export const DEFAULT_DATA = '.ventanilla';

export interface ConnectionOptions {
  readonly data: string;
  readonly url?: string;
  readonly issuer?: string;
  readonly client: string;
  readonly secret?: string;
}

/** Adds what it takes to reach a platform, running here or elsewhere. */
export const withConnection = (command: Command, client = 'demo-certifier'): Command =>
  command
    .option('--url <url>', 'base URL of the API; the platform running here when absent')
    .option('--issuer <url>', 'issuer of access tokens; the embedded one when absent')
    .option('--client <id>', 'client id for the token', client)
    .option('--secret <secret>', 'client secret; a demonstration client needs none here')
    .option('--data <dir>', 'folder of the platform running here', DEFAULT_DATA);

export interface Connection {
  readonly url: string;
  readonly tokens: TokenSource;
  readonly api: Api;
}

/** The platform and the identity with which to talk to it; throws CommandFailure saying what is missing. */
export function connection(options: ConnectionOptions, scopes: readonly string[] = []): Connection {
  const home = homeAt(options.data);
  const remote = options.url !== undefined && options.issuer !== undefined;
  const state = remote ? undefined : readState(home);
  const url = options.url ?? state?.api ?? '';
  const issuer = options.issuer ?? state?.identity ?? '';
  const clientSecret = options.secret ?? readDemoSecret(home, options.client);
  if (clientSecret === undefined) {
    throw new CommandFailure(`No secret is known for the client ${options.client}.`, {
      exitCode: EXIT.usage,
      hint: 'Name it with --secret SECRET.',
    });
  }
  const tokens = tokensFrom(issuer, { clientId: options.client, clientSecret }, scopes);
  return { url, tokens, api: connectApi({ url, tokens }) };
}
