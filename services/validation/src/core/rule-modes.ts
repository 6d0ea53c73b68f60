/** The modes of rules as a setting: every mistake in them is named before the service starts. */
import { formats } from '@ventanilla/formats';
import { readSettings, type SettingsByFormat, unknownNames } from '@ventanilla/rules';

interface Context {
  readonly addIssue: (message: string) => void;
}

/** The settings, or issues: a mode that does not exist, a code no rule of the format has. */
export function readRuleModes(text: string, context: Context): SettingsByFormat {
  const read = readSettings(text, 'modes');
  const problems = read.ok ? unknownNames(read.settings, formats) : read.problems;
  for (const problem of problems) context.addIssue(problem);
  return read.ok ? read.settings : {};
}
