/** Base64 as XML writes it: white space is skipped, anything else out of place is refused. */
import { Buffer } from 'node:buffer';

const WELL_FORMED = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The bytes; undefined when the text is empty or not base64. */
export function decodeBase64(text: string): Buffer | undefined {
  const compact = text.replace(/[ \t\r\n]+/g, '');
  return compact !== '' && WELL_FORMED.test(compact) ? Buffer.from(compact, 'base64') : undefined;
}
