/** Ways to break any XML document before its meaning is looked at. */
import { CODES } from './codes.ts';
import type { SeededFault } from './sample.ts';

/** Replaces the first byte of `é` (0xC3) by one that never occurs in UTF-8. */
const breakUtf8 = (bytes: Uint8Array): Uint8Array => {
  const broken = bytes.slice();
  const at = broken.indexOf(0xc3);
  broken[at === -1 ? Math.floor(broken.length / 2) : at] = 0xff;
  return broken;
};

export const XML_FAULTS: readonly SeededFault<unknown>[] = [
  {
    name: 'not-well-formed',
    codes: [CODES.notWellFormed],
    text: (text) => text.slice(0, text.lastIndexOf('</')),
  },
  {
    name: 'doctype',
    codes: [CODES.doctype],
    text: (text) =>
      text.replace('?>', '?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'),
  },
  {
    name: 'encoding-declared-latin-1',
    codes: [CODES.encoding],
    text: (text) => text.replace('encoding="UTF-8"', 'encoding="ISO-8859-1"'),
  },
  { name: 'invalid-utf-8', codes: [CODES.encoding], bytes: breakUtf8 },
  {
    name: 'unknown-format',
    codes: [CODES.unknownFormat],
    text: (text) => text.replace(/xmlns(:dte)?="[^"]+"/, 'xmlns$1="urn:example:not-a-format"'),
  },
];
