/** API gateways and proxies give up at about this time. */
const WAIT_SECONDS_MAX = 30;

/** Seconds of `Prefer: wait=N` (RFC 7240 §4.3), at most 30; 0 when there is none or it is not a number. */
export function waitSeconds(header: string | readonly string[] | undefined): number {
  if (header === undefined) return 0;
  for (const preference of String(header).split(/[,;]/, 20)) {
    const [name = '', value = ''] = preference.trim().split('=');
    if (name.trim().toLowerCase() !== 'wait') continue;
    const seconds = value.trim().replace(/^"(.*)"$/, '$1');
    return /^\d{1,9}$/.test(seconds) ? Math.min(Number(seconds), WAIT_SECONDS_MAX) : 0;
  }
  return 0;
}
