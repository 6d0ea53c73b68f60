import type { Language } from './language.ts';
import { PROBLEMS, type ProblemCode } from './table.ts';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json; charset=utf-8';

/** One of several things wrong at once: where (JSON pointer, query parameter or entry name) and what. */
export interface ProblemError {
  readonly code: string;
  readonly detail: string;
  readonly pointer?: string;
}

/** An RFC 9457 body, with `code` repeated so that clients need not parse `type`. */
export interface Problem {
  /** A reference relative to the server that answers, where query tells what the code means. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
  readonly instance?: string;
  readonly errors?: readonly ProblemError[];
}

export interface ProblemOptions {
  /** What fills the `{name}` places of the detail. Never document content or tokens. */
  readonly values?: Readonly<Record<string, string | number>>;
  /** Only where one code is honestly answered with several statuses. */
  readonly status?: number;
  /** The request id. */
  readonly instance?: string;
  readonly errors?: readonly ProblemError[];
}

/** The answer for `code` in `language`; a place without a value stays visible as `{name}`. */
export function problem(
  code: ProblemCode,
  options: ProblemOptions = {},
  language: Language = 'en',
): Problem {
  const kind = PROBLEMS[code];
  return {
    type: `/v1/problems/${code}`,
    title: kind.title[language],
    status: options.status ?? kind.status,
    detail: fill(kind.detail[language], options.values ?? {}),
    code,
    ...(options.instance === undefined ? {} : { instance: options.instance }),
    ...(options.errors === undefined ? {} : { errors: options.errors }),
  };
}

const fill = (template: string, values: Readonly<Record<string, string | number>>): string =>
  template.replace(/\{([a-zA-Z]+)\}/g, (place, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : place,
  );
