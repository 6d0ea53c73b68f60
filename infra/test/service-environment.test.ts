/** The task definitions and the services agree on every setting's name and form. */
import type { z } from 'zod';
import { environmentFor, type Facts, secretsFor } from '../src/service-environment.ts';
import { SERVICE_NAMES, type ServiceName } from '../src/settings/schema.ts';
import { TOPIC_NAMES } from '../src/stacks/stream.ts';

const services = new URL('../../services/', import.meta.url);
const shapes: Readonly<Record<ServiceName, () => Promise<z.ZodRawShape>>> = {
  reception: async () => (await load('reception/src/settings.ts')).receptionSettings,
  validation: async () => (await load('validation/src/config.ts')).settings,
  transformation: async () => (await load('transformation/src/config.ts')).settings,
  persistence: async () => (await load('persistence/src/config.ts')).settings,
  archive: async () => (await load('archive/src/config.ts')).settings,
  query: async () => (await load('query/src/config.ts')).settings,
};

const load = async (path: string) =>
  (await import(new URL(path, services).href)) as Record<string, z.ZodRawShape> as {
    readonly settings: z.ZodRawShape;
    readonly receptionSettings: z.ZodRawShape;
  };

const facts = (environmentName: string): Facts => ({
  environmentName,
  region: 'us-east-1',
  objectsBucket: 'objects',
  claimsBucket: 'claims',
  uploadsBucket: 'uploads',
  documentsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/a',
  signing:
    environmentName === 'prod'
      ? { kind: 'wrapped' }
      : {
          kind: 'kms',
          keyArn: 'arn:aws:kms:us-east-1:111122223333:key/b',
          validFrom: '2026-01-01T00:00:00Z',
        },
  streamPrefix: 'ventanilla-dev',
  fanOut: environmentName === 'prod',
  lingerMs: environmentName === 'prod' ? { reception: 100, stores: 1_000 } : {},
  originWaitSeconds: 900,
  ...(environmentName === 'prod' && { tracedShare: 0.01 }),
  timeZone: 'America/Guatemala',
  publicUrl: 'https://api.example.org',
  queryUrl: 'http://query.ventanilla-dev.internal:8081',
  issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_x',
  clients: { abc: { taxpayerId: '123' }, portal: {} },
});
const SECRETS: Readonly<Record<string, string>> = {
  DATABASE_URL: 'postgres://role:secret@db.example.org:5433/ventanilla',
  STREAM_URL: 'postgres://role:secret@db.example.org:5433/ventanilla',
};

describe.each(SERVICE_NAMES)('%s', (name) => {
  it.each(['dev', 'prod'])('takes what its task definition in %s gives', async (environment) => {
    const { commonSettings } = (await import(
      new URL('../../packages/runtime/src/settings.ts', import.meta.url).href
    )) as { commonSettings: z.ZodRawShape };
    const schema = { ...commonSettings, ...(await shapes[name]()) };
    const given: Record<string, string | undefined> = {
      ...environmentFor(name, facts(environment)),
    };
    for (const secret of secretsFor(name)) given[secret] = SECRETS[secret];
    const unknown = Object.keys(given).filter((setting) => !(setting in schema));
    const wrong = Object.entries(schema).flatMap(([setting, type]) => {
      const parsed = (
        type as unknown as { safeParse: (value: unknown) => { success: boolean } }
      ).safeParse(given[setting]);
      return parsed.success ? [] : [setting];
    });
    expect({ unknown, wrong }).toEqual({ unknown: [], wrong: [] });
  });
});

it('every topic has its stream', async () => {
  const { TOPICS } = (await import(
    new URL('../../packages/messages/src/messages.ts', import.meta.url).href
  )) as { TOPICS: Record<string, string> };
  expect([...TOPIC_NAMES].sort()).toEqual(Object.values(TOPICS).sort());
});
