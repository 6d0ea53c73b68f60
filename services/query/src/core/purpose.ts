/** Why an official reads an original, as the audit trail keeps it. */
const LENGTH_MIN = 3;
const LENGTH_MAX = 200;

/** The `Purpose` header as one line of sensible length; undefined when it is none. */
export function readPurpose(header: string | readonly string[] | undefined): string | undefined {
  if (typeof header !== 'string') return undefined;
  // Headers arrive as latin-1; clients send UTF-8.
  const text = Buffer.from(header, 'latin1').toString('utf8').replace(/\s+/g, ' ').trim();
  const sound = text.length >= LENGTH_MIN && text.length <= LENGTH_MAX;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  return sound && !/[\u0000-\u001f\u007f]/.test(text) ? text : undefined;
}
