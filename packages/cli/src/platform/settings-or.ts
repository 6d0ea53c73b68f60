/** Commands that work on a platform of settings, or on the one in a folder of this machine. */
import { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The settings in the environment where it has `mark`, else those of the platform here. */
export async function settingsOr<S extends z.ZodRawShape>(
  wanted: S,
  environment: Environment,
  mark: string,
  here: () => Environment,
): Promise<z.infer<z.ZodObject<S>>> {
  if (environment[mark] === undefined) return z.object(wanted).parse(here());
  const { readSettings } = await import('@ventanilla/runtime');
  return readSettings(wanted, environment);
}
