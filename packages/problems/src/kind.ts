import type { Language } from './language.ts';

type Text = Readonly<Record<Language, string>>;

/** What is fixed about a code: its status and its words; `{name}` in a detail is filled when answered. */
export interface ProblemKind {
  readonly status: number;
  readonly title: Text;
  readonly detail: Text;
}

/** Keeps the table short: status, then titles, then details, Spanish before English. */
export const kind = (status: number, title: [string, string], detail: [string, string]) =>
  ({
    status,
    title: { es: title[0], en: title[1] },
    detail: { es: detail[0], en: detail[1] },
  }) satisfies ProblemKind;
