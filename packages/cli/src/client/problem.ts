/** An answer other than the one hoped for, as RFC 9457 tells it. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string | undefined;
  /** Seconds to wait before the next try, when the server names them. */
  readonly retryAfter: number | undefined;
}

/** Reads a problem out of any answer, also one that is no problem+json at all. */
export function readProblem(
  status: number,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: string,
): Problem {
  let parsed: { code?: unknown; title?: unknown; detail?: unknown } = {};
  try {
    parsed = (JSON.parse(body) ?? {}) as typeof parsed;
  } catch {
    // A proxy's HTML, an empty body: the status has to speak for itself.
  }
  const retryAfter = Number(headers['retry-after']);
  return {
    status,
    code: typeof parsed.code === 'string' ? parsed.code : `http-${status}`,
    title: typeof parsed.title === 'string' ? parsed.title : `HTTP status ${status}`,
    detail: typeof parsed.detail === 'string' ? parsed.detail : undefined,
    retryAfter: Number.isFinite(retryAfter) ? retryAfter : undefined,
  };
}

export const sayProblem = ({ code, title, detail }: Problem): string =>
  `${title}${detail ? `: ${detail}` : ''} (${code})`;

/** Server faults and "slow down" pass; everything else is about the request itself. */
export const isPassing = ({ status }: Problem): boolean =>
  status === 429 || status === 408 || status >= 500;
