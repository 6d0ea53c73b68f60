/** The longest a request is held; proxies and API gateways give up at 29 s. */
export const WAIT_SECONDS_MAX = 25;

/** Seconds asked for by `Prefer: wait=N` (RFC 7240 §4.3), cut to the longest we hold; 0 without one. */
export function waitSeconds(header: string | readonly string[] | undefined): number {
  for (const preference of String(header ?? '').split(/[,;]/, 20)) {
    const [name = '', value = ''] = preference.trim().split('=');
    if (name.trim().toLowerCase() !== 'wait') continue;
    const text = value.trim().replace(/^"(.*)"$/, '$1');
    return /^\d{1,9}$/.test(text) ? Math.min(Number(text), WAIT_SECONDS_MAX) : 0;
  }
  return 0;
}
