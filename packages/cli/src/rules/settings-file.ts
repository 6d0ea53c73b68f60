/** A file of settings of rules, with the rules of a draft's own modules. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { formats, withSettings } from '@ventanilla/formats';
import {
  extendPack,
  type Rule,
  readSettings,
  type SettingsByFormat,
  type SettingsKind,
  unknownNames,
} from '@ventanilla/rules';
import { CommandFailure, EXIT } from '../failure.ts';

type AnyFormat = (typeof formats)[number];

const usage = (message: string, cause?: unknown) =>
  new CommandFailure(message, {
    exitCode: EXIT.usage,
    cause,
    hint: 'What such a file may say: docs/rule-packs.md',
  });

const mistakes = (file: string, problems: readonly string[]) =>
  usage(`${file} cannot be used:\n${problems.map((line) => `  ${line}`).join('\n')}`);

export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw usage(`The file ${file} cannot be read`, cause);
  }
}

async function readSettingsFile(file: string, kind: SettingsKind): Promise<SettingsByFormat> {
  const read = readSettings(await readText(file), kind);
  if (read.ok) return read.settings;
  throw mistakes(file, read.problems);
}

function apply(
  to: readonly AnyFormat[],
  settings: SettingsByFormat,
  file: string,
): readonly AnyFormat[] {
  const problems = unknownNames(settings, to);
  if (problems.length > 0) throw mistakes(file, problems);
  return withSettings(to, settings);
}

/** Every format with the modes that `file` gives its rules; all mistakes in it make one CommandFailure. */
export const formatsInModes = async (file: string): Promise<readonly AnyFormat[]> =>
  apply(formats, await readSettingsFile(file, 'modes'), file);

const isRule = (value: unknown): value is Rule<unknown> => {
  const rule = value as Partial<Rule<unknown>> | null;
  return (
    typeof rule?.code === 'string' &&
    typeof rule.check === 'function' &&
    ['fatal', 'warning', 'information'].includes(String(rule.severity)) &&
    [rule.message?.es, rule.message?.en, rule.hint?.es, rule.hint?.en, rule.source].every(
      (text) => typeof text === 'string',
    )
  );
};

async function loadRules(path: string): Promise<readonly Rule<unknown>[]> {
  let loaded: { readonly rules?: unknown };
  try {
    loaded = await import(pathToFileURL(path).href);
  } catch (cause) {
    throw usage(`The module ${path} of the draft cannot be loaded`, cause);
  }
  const { rules } = loaded;
  if (Array.isArray(rules) && rules.every(isRule)) return rules;
  throw usage(`The module ${path} of the draft exports no list "rules" of rules.`);
}

/** Every format as the draft in `file` wants it: its modules' rules first, then its settings. */
export async function draftFormats(file: string): Promise<readonly AnyFormat[]> {
  const draft = await readSettingsFile(file, 'draft');
  const load = async (format: AnyFormat): Promise<AnyFormat> => {
    const { module } = draft[format.id] ?? {};
    if (module === undefined) return format;
    const rules = await loadRules(resolve(dirname(file), module));
    const { id, version } = format.pack;
    return { ...format, pack: extendPack(format.pack, { id, version, rules }) };
  };
  const loaded = await Promise.all(formats.map(load));
  return apply(loaded, draft, file);
}
