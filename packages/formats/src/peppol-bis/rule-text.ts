/** A rule in words: its code (a `?` marks a warning), Spanish, English. */
export type RuleText = readonly [code: string, es: string, en: string];
