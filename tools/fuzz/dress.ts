/** Unusual ways to write the same document, and one that may not be. */
import type { Dice } from './dice.ts';
import { type Node, type Style, toBytes, toText } from './tree.ts';

export interface Writer {
  readonly name: string;
  readonly write: (root: Node) => Uint8Array;
  /** In another encoding than UTF-8. */
  readonly isEncoded?: boolean;
  readonly hasDocumentType?: boolean;
}

export const PLAIN: Writer = { name: 'plain', write: toBytes };

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const styled = (name: string, style: Style): Writer => ({
  name,
  write: (root) => encode(toText(root, style)),
});

function utf16(text: string, isLittle: boolean): Uint8Array {
  const bytes = Buffer.from(`\uFEFF<?xml version="1.0" encoding="UTF-16"?>${text}`, 'utf16le');
  return isLittle ? bytes : bytes.swap16();
}

const halves = (text: string, middle: string): string => {
  const at = Math.floor(text.length / 2);
  return text.slice(0, at) + middle + text.slice(at);
};

const SPECIAL = /[&<>"'\r\n\t]/;
/** Text without characters that have been escaped already can be cut anywhere. */
const onPlainText =
  (change: (text: string) => string) =>
  (escaped: string): string =>
    SPECIAL.test(escaped) || escaped === '' ? escaped : change(escaped);

const WRITERS: readonly Writer[] = [
  styled('CDATA', { text: onPlainText((text) => `<![CDATA[${text}]]>`) }),
  styled('half CDATA', { text: onPlainText((text) => halves(text, '<![CDATA[]]>')) }),
  styled('character references', {
    text: onPlainText((text) =>
      [...text].map((char) => `&#x${char.codePointAt(0)?.toString(16)};`).join(''),
    ),
  }),
  styled('comment in a value', { text: onPlainText((text) => halves(text, '<!-- x -->')) }),
  styled('instruction in a value', { text: onPlainText((text) => halves(text, '<?x y?>')) }),
  styled('comment before a value', { text: (text) => `<!--x-->${text}` }),
  styled('comments between elements', { between: '<!-- 1 --><?x 2?>' }),
  styled('indented', { between: '\n\t' }),
  styled('carriage returns', { between: '\r\n  ' }),
  styled('text between elements', { between: 'x' }),
  styled('other prefixes', { prefix: (prefix) => `q${prefix}.-_` }),
  styled('no prefixes', { prefix: () => '' }),
  styled('prefixes swapped', {
    prefix: (prefix) => ({ cac: 'cbc', cbc: 'cac', ram: 'rsm', rsm: 'ram' })[prefix] ?? prefix,
  }),
  styled('empty tags', { isShort: true }),
  styled('single quotes', { quote: "'" }),
  {
    name: 'byte order mark',
    write: (root) => encode(`\uFEFF<?xml version="1.0" encoding="utf-8"?>${toText(root)}`),
  },
  { name: 'UTF-16, little end first', isEncoded: true, write: (root) => utf16(toText(root), true) },
  { name: 'UTF-16, big end first', isEncoded: true, write: (root) => utf16(toText(root), false) },
  {
    name: 'ISO 8859-1',
    isEncoded: true,
    write: (root) => {
      const text = `<?xml version="1.0" encoding="ISO-8859-1" standalone="yes"?>${toText(root)}`;
      return Buffer.from(
        text.replace(/[^\0-\u00ff]/gu, (char) => `&#${char.codePointAt(0)};`),
        'latin1',
      );
    },
  },
  {
    name: 'prolog and epilog',
    write: (root) =>
      encode(
        `<?xml version='1.0'?>\n<!-- before -->\n<?xml-stylesheet href="x"?>${toText(root)}\n<!-- after --><?x?>\n`,
      ),
  },
  {
    name: 'document type',
    hasDocumentType: true,
    write: (root) => encode(`<!DOCTYPE x [<!ENTITY e "1">]>${toText(root)}`),
  },
];

/** One of them, chosen by the dice. */
export const pickWriter = (dice: Dice): Writer => dice.pick(WRITERS);
