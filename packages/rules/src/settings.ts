/**
 * How hard the rules of each format are applied, set apart from the rules themselves: a rule is
 * watched in `shadow`, told of in `observe`, and rejects only in `enforce`. A draft may say more.
 */
import { extendPack } from './pack.ts';
import type { Rule, RulePack, Severity } from './rule.ts';

/** shadow: counted, in no report; observe: at most an observation; enforce: as the rule says. */
export type RuleMode = 'shadow' | 'observe' | 'enforce';

export interface RuleSettings {
  readonly mode?: RuleMode;
  readonly severity?: Severity;
  readonly effectiveFrom?: string;
  readonly effectiveUntil?: string;
}

export interface PackSettings {
  /** Of every rule that is not named. */
  readonly mode?: RuleMode;
  readonly rules?: Readonly<Record<string, RuleSettings>>;
  /** Codes that a draft drops. */
  readonly without?: readonly string[];
  /** File of a draft that exports `rules`, which add to those of the pack or take their place. */
  readonly module?: string;
}

/** By format id; `*` is every format. */
export type SettingsByFormat = Readonly<Record<string, PackSettings>>;

export const EVERY_FORMAT = '*';

/** What holds for one format: what it says itself before what is said of every format. */
export function settingsOf(settings: SettingsByFormat, format: string): PackSettings {
  const all = settings[EVERY_FORMAT] ?? {};
  const own = settings[format] ?? {};
  const mode = own.mode ?? all.mode;
  return {
    ...own,
    ...(mode !== undefined && { mode }),
    rules: { ...all.rules, ...own.rules },
  };
}

function applyTo<M>(rule: Rule<M>, settings: RuleSettings): Rule<M> {
  const { mode = 'enforce', ...said } = settings;
  const changed: Rule<M> = { ...rule, ...said };
  if (mode === 'shadow') return { ...changed, mode };
  return mode === 'observe' && changed.severity === 'fatal'
    ? { ...changed, severity: 'warning' }
    : changed;
}

/** The pack as the settings want it, with a hash of its own where anything differs; codes it does not have are passed over. */
export function applySettings<M>(pack: RulePack<M>, settings: PackSettings): RulePack<M> {
  const { mode, rules = {}, without = [] } = settings;
  if (mode === undefined && Object.keys(rules).length === 0 && without.length === 0) return pack;
  const dropped = new Set(without);
  const kept = pack.rules.filter(({ code }) => !dropped.has(code));
  const byDefault = mode === undefined ? {} : { mode };
  return extendPack(pack, {
    id: pack.id,
    version: pack.version,
    rules: kept.map((rule) => applyTo(rule, { ...byDefault, ...rules[rule.code] })),
    without,
  });
}
