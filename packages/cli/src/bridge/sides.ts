/** Two streams in one environment: each side's own variables, else the ones both share. */
import { type StreamSettings, streamSettings } from '@ventanilla/backends';
import { readSettings, SettingsError } from '@ventanilla/runtime';
import { CommandFailure, EXIT } from '../failure.ts';

type Environment = Readonly<Record<string, string | undefined>>;
export type Side = 'FROM' | 'TO';

/** What one side sees: `FROM_STREAM_URL` before `STREAM_URL`, and so on. */
export function environmentOfSide(environment: Environment, side: Side): Environment {
  const prefix = `${side}_`;
  const own = Object.entries(environment)
    .filter(([name]) => name.startsWith(`${prefix}STREAM_`))
    .map(([name, value]) => [name.slice(prefix.length), value]);
  const shared = Object.entries(environment).filter(
    // A file named for both must not hide behind a value named for one.
    ([name]) =>
      !own.some(([mine = '']) => name.replace(/_FILE$/, '') === mine.replace(/_FILE$/, '')),
  );
  return Object.fromEntries([...shared, ...own]);
}

/** Settings of one side; throws CommandFailure naming all that are wrong. */
export function settingsOfSide(environment: Environment, side: Side, kind: string): StreamSettings {
  const own = { ...environmentOfSide(environment, side), STREAM_KIND: kind };
  try {
    return readSettings(streamSettings, own);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new CommandFailure(error.message, {
      exitCode: EXIT.usage,
      hint: `These are of the side ${side}: a variable ${side}_X counts before X.`,
    });
  }
}
