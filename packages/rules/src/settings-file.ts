/** Reads settings of rules from JSON, naming every mistake at once. */
import { isDay } from './day.ts';
import { EVERY_FORMAT, type SettingsByFormat } from './settings.ts';

/** `modes` is what a service in force may be given; `draft` is what a dry run may try. */
export type SettingsKind = 'modes' | 'draft';

type ReadSettings =
  | { readonly ok: true; readonly settings: SettingsByFormat }
  | { readonly ok: false; readonly problems: readonly string[] };

interface FormatWithCodes {
  readonly id: string;
  readonly pack: { readonly rules: readonly { readonly code: string }[] };
}

const MODES = ['shadow', 'observe', 'enforce'];
const SEVERITIES = ['fatal', 'warning', 'information'];

const RULE_KEYS = {
  modes: ['mode'],
  draft: ['mode', 'severity', 'effectiveFrom', 'effectiveUntil'],
};
const PACK_KEYS = { modes: ['mode', 'rules'], draft: ['mode', 'rules', 'without', 'module'] };

type Content = Readonly<Record<string, unknown>>;
type Complain = (at: string, problem: string) => void;

const isContent = (value: unknown): value is Content =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const shown = (value: unknown): string => JSON.stringify(value)?.slice(0, 60) ?? 'nothing';

const checkChoice = (
  at: string,
  value: unknown,
  choices: readonly string[],
  complain: Complain,
) => {
  if (value !== undefined && !choices.includes(value as string)) {
    complain(at, `${shown(value)} is none of ${choices.join(', ')}`);
  }
};

function checkKeys(at: string, content: Content, known: readonly string[], complain: Complain) {
  for (const key of Object.keys(content)) {
    if (!known.includes(key)) complain(at, `"${key}" is none of ${known.join(', ')}`);
  }
}

function checkRule(at: string, value: unknown, kind: SettingsKind, complain: Complain): void {
  if (!isContent(value)) {
    complain(at, `${shown(value)} is no object such as {"mode":"shadow"}`);
    return;
  }
  checkKeys(at, value, RULE_KEYS[kind], complain);
  checkChoice(`${at}.mode`, value.mode, MODES, complain);
  checkChoice(`${at}.severity`, value.severity, SEVERITIES, complain);
  const { effectiveFrom: from, effectiveUntil: until } = value;
  for (const day of [from, until]) {
    if (day !== undefined && !(typeof day === 'string' && isDay(day))) {
      complain(at, `${shown(day)} is no day such as 2027-01-31`);
    }
  }
  if (typeof from === 'string' && typeof until === 'string' && from > until) {
    complain(at, `it would end on ${until}, before it starts on ${from}`);
  }
}

function checkPack(format: string, value: unknown, kind: SettingsKind, complain: Complain): void {
  if (!isContent(value)) {
    complain(format, `${shown(value)} is no object with a mode or rules`);
    return;
  }
  checkKeys(format, value, PACK_KEYS[kind], complain);
  checkChoice(`${format}.mode`, value.mode, MODES, complain);
  const { rules = {}, without = [], module } = value;
  if (module !== undefined && (typeof module !== 'string' || format === EVERY_FORMAT)) {
    complain(`${format}.module`, 'it is no path of a module for one format');
  }
  if (!(Array.isArray(without) && without.every((code) => typeof code === 'string'))) {
    complain(`${format}.without`, 'it is no list of codes');
  }
  if (!isContent(rules)) complain(`${format}.rules`, 'it is no object by code of rule');
  else
    for (const [code, settings] of Object.entries(rules)) {
      checkRule(`${format}.rules.${code}`, settings, kind, complain);
    }
}

/** Complaints about codes and formats that settings name and that do not exist. */
export function unknownNames(
  settings: SettingsByFormat,
  formats: readonly FormatWithCodes[],
): readonly string[] {
  const codesOf = ({ pack }: FormatWithCodes) => pack.rules.map(({ code }) => code);
  const known = new Map(formats.map((format) => [format.id, new Set(codesOf(format))]));
  known.set(EVERY_FORMAT, new Set(formats.flatMap(codesOf)));
  return Object.entries(settings).flatMap(([format, { rules = {}, without = [] }]) => {
    const codes = known.get(format);
    if (codes === undefined) {
      return [`${format}: it is no format; there are ${formats.map(({ id }) => id).join(', ')}`];
    }
    return [...Object.keys(rules), ...without]
      .filter((code) => !codes.has(code))
      .map((code) => `${format}: no rule has the code ${code}`);
  });
}

/** The shape of settings alone; whether what they name exists is for `unknownNames`. */
export function readSettings(text: string, kind: SettingsKind): ReadSettings {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return { ok: false, problems: ['it is not JSON'] };
  }
  if (!isContent(content)) return { ok: false, problems: ['it is no object by format'] };
  const problems: string[] = [];
  for (const [format, value] of Object.entries(content)) {
    checkPack(format, value, kind, (at, problem) => problems.push(`${at}: ${problem}`));
  }
  return problems.length === 0
    ? { ok: true, settings: content as SettingsByFormat }
    : { ok: false, problems };
}
