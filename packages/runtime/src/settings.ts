/** Settings: parsed once from the environment, every problem reported in one failure. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';
import { tracingSettings } from './tracing-settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Settings every service has. */
export const commonSettings = {
  PROFILE: z
    .enum(['embedded', 'sandbox', 'production'])
    .default('production')
    .describe('embedded and sandbox allow demonstration keys and clients; production refuses them'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal'])
    .default('info')
    .describe('Least severe level that is logged'),
  HEALTH_HOST: z.string().default('127.0.0.1').describe('Address of /livez, /readyz and /metrics'),
  HEALTH_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(0)
    .describe('Port of /livez, /readyz and /metrics; 0 takes a free one'),
  MEMBER_ID: z
    .string()
    .default('')
    .describe(
      'Stable name of this replica, unlike those of its service, so that a restart takes its own partitions back; the host name, and HEALTH_PORT where it is fixed, when empty',
    ),
  ...tracingSettings,
};

export type CommonSettings = z.infer<z.ZodObject<typeof commonSettings>>;

/** Thrown with every wrong setting named; the process ends with exit code 78 (EX_CONFIG). */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** For every setting `X` that is absent but whose `X_FILE` is present: the file's text, trimmed. */
function withFiles(names: readonly string[], environment: Environment): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const name of names) {
    const file = environment[`${name}_FILE`];
    if (environment[name] !== undefined) values[name] = environment[name];
    else if (file !== undefined) values[name] = readFileSync(file, 'utf8').trim();
  }
  return values;
}

export function readSettings<S extends z.ZodRawShape>(
  shape: S,
  environment: Environment,
): z.infer<z.ZodObject<S>> & CommonSettings {
  const schema = z.object({ ...commonSettings, ...shape });
  const parsed = schema.safeParse(withFiles(Object.keys(schema.shape), environment));
  if (parsed.success) return withMember(parsed.data as z.infer<z.ZodObject<S>> & CommonSettings);
  const problems = parsed.error.issues.map(
    (issue) => `  ${issue.path.join('.')}: ${issue.message}`,
  );
  throw new SettingsError(`Settings are wrong:\n${problems.join('\n')}`);
}

/** Replicas on one host differ in their fixed port; across hosts, in the name of the host. */
function withMember<S extends CommonSettings>(settings: S): S {
  const { HEALTH_PORT: port, MEMBER_ID: member } = settings;
  if (member !== '') return settings;
  return { ...settings, MEMBER_ID: port === 0 ? hostname() : `${hostname()}-${port}` };
}

const SECRET = /PASSWORD|SECRET|TOKEN|_PIN$|_TLS_KEY$|_HEADERS$|_URL$|_ENDPOINT$/;
const ADDRESS = /_(URL|ENDPOINT)$/;
const CREDENTIALS = /\/\/[^@/]*@/;

/** The settings as they may be logged: secrets masked, credentials cut out of URLs. */
export const maskSettings = (settings: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => {
      if (!SECRET.test(name) || typeof value !== 'string') return [name, value];
      return [name, ADDRESS.test(name) ? value.replace(CREDENTIALS, '//***@') : '***'];
    }),
  );
