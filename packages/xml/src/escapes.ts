/** What Canonical XML writes in place of single bytes. */
import type { Escapes } from './byte-writer.ts';

const table = (entries: Readonly<Record<string, string>>): Escapes => {
  const list: (string | undefined)[] = Array.from({ length: 64 }, () => undefined);
  for (const [byte, text] of Object.entries(entries)) list[byte.charCodeAt(0)] = text;
  return list;
};

export const NO_ESCAPES: Escapes = [];
export const TEXT_ESCAPES = table({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' });
export const ATTRIBUTE_ESCAPES = table({
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
});
/** Of comments and processing instructions. */
export const RETURN_ESCAPES = table({ '\r': '&#xD;' });
