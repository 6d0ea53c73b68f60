import { applySettings, type SettingsByFormat, settingsOf } from '@ventanilla/rules';
import type { Format } from './format.ts';

/** The formats with the rules of each as the settings want them; without settings, as they are. */
// biome-ignore lint/suspicious/noExplicitAny: each format has its own model; only it reads it.
export const withSettings = <F extends Format<any>>(
  formats: readonly F[],
  settings: SettingsByFormat,
): readonly F[] =>
  formats.map((format) => ({
    ...format,
    pack: applySettings(format.pack, settingsOf(settings, format.id)),
  }));
