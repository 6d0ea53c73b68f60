/** The order and the smallest content of elements of UBL and CII, from the tables of their schemas. */
import { AGGREGATES as CII_AGGREGATES } from '../en16931-cii/cii-facts.ts';
import { AGGREGATES as UBL_AGGREGATES } from '../en16931-ubl/ubl-facts.ts';
import { ALIASES, BASIC_ELEMENTS } from '../en16931-ubl/ubl-names.ts';
import { paragraphs } from '../en16931-ubl/ubl-schema.ts';
import type { Grammar, Node } from './tree.ts';

interface Word {
  readonly name: string;
  readonly type: string;
  readonly prefix: string;
  readonly isAggregate: boolean;
  readonly isRequired: boolean;
}
type Types = ReadonlyMap<string, readonly Word[]>;

const isRequired = (word: string): boolean => !/[?*]$/.test(word);

/** By type of datatype: a value that is right, and the attributes it cannot be without. */
const VALUES: Readonly<Record<string, readonly [text: string, ...attributes: string[]]>> = {
  Amount: ['1.00', 'currencyID=EUR'],
  BinaryObject: ['AAAA', 'mimeCode=application/pdf', 'filename=a.pdf'],
  Date: ['2026-05-04'],
  Indicator: ['true'],
  Measure: ['1', 'unitCode=C62'],
  Numeric: ['1'],
  Percent: ['1'],
  Quantity: ['1', 'unitCode=C62'],
  Rate: ['1'],
  Time: ['12:00:00Z'],
  Value: ['1'],
};

const leaf = (name: string, type: string): Node => {
  const [text, ...attributes] = VALUES[type] ?? ['X'];
  return {
    name,
    text,
    children: [],
    attributes: new Map(attributes.map((pair) => pair.split('=') as [string, string])),
  };
};

/** `prefix` is that of an element the schema does not have there. */
function createGrammar(
  types: Types,
  prefix: string,
  rootType: (name: string) => string,
  leafOf: (word: Word) => Node,
): (root: string) => Grammar {
  const freshOf = (word: Word, depth: number): Node => {
    if (!word.isAggregate) return leafOf(word);
    const words = types.get(word.type) ?? [];
    const wanted = words.filter((child) => child.isRequired && depth < 6);
    const first = words.find((child) => !child.isAggregate) ?? words[0];
    const children = wanted.length > 0 || first === undefined ? wanted : [first];
    return {
      name: `${word.prefix}:${word.name}`,
      attributes: new Map(),
      text: '',
      children: children.map((child) => freshOf(child, depth + 1)),
    };
  };
  return (root) => {
    const typeAt = (path: readonly string[]): string =>
      path.reduce(
        (type, name) => types.get(type)?.find((word) => word.name === name)?.type ?? '',
        rootType(root),
      );
    return {
      order: (path) => (types.get(typeAt(path)) ?? []).map(({ name }) => name),
      fresh: (path) => {
        const name = path.at(-1) as string;
        const word = types.get(typeAt(path.slice(0, -1)))?.find((one) => one.name === name);
        return word === undefined ? leaf(`${prefix}:${name}`, 'Text') : freshOf(word, 0);
      },
    };
  };
}

function ublTypes(): Types {
  const aliases = new Map(
    ALIASES.trim()
      .split(/\s+/)
      .map((pair) => pair.split('=') as [string, string]),
  );
  const basics = new Map(
    paragraphs(BASIC_ELEMENTS).flatMap(([type, names]) => names.map((name) => [name, type])),
  );
  const wordOf = (word: string): Word => {
    const marked = word.replace(/[?*+]$/, '');
    const isAggregate = marked.startsWith('/');
    const isExtension = marked.startsWith('@');
    const name = isAggregate || isExtension ? marked.slice(1) : marked;
    return {
      name,
      type: isAggregate
        ? (aliases.get(name) ?? name)
        : isExtension
          ? name
          : (basics.get(name) ?? ''),
      prefix: isAggregate ? 'cac' : isExtension ? 'ext' : 'cbc',
      isAggregate: isAggregate || isExtension,
      isRequired: isRequired(word),
    };
  };
  const extension = (name: string): Word => ({
    name,
    type: name,
    prefix: 'ext',
    isAggregate: true,
    isRequired: true,
  });
  return new Map([
    ...paragraphs(UBL_AGGREGATES).map(([name, words]) => [name, words.map(wordOf)] as const),
    ['UBLExtensions', [extension('UBLExtension')]],
    ['UBLExtension', [extension('ExtensionContent')]],
  ]);
}

export const ublGrammar = createGrammar(
  ublTypes(),
  'cbc',
  (root) => `#${root}`,
  ({ name, prefix, type }) => leaf(`${prefix}:${name}`, type),
);

/** Elements of CII that hold one element of a datatype. */
const WRAPPED: Readonly<Record<string, readonly Word[]>> = {
  DateTime: ['DateTimeString', 'DateTime'].map(wrapped),
  Date: ['DateString', 'Date'].map(wrapped),
  Indicator: ['IndicatorString', 'Indicator'].map(wrapped),
  FormattedDateTime: ['DateTimeString'].map(wrapped),
};
function wrapped(name: string): Word {
  return { name, type: `~${name}`, prefix: 'udt', isAggregate: false, isRequired: false };
}
/** Prefix of what is in an element of that type, and which of its two forms is used. */
const INNER: Readonly<Record<string, readonly [name: string, text: string, format?: string]>> = {
  DateTime: ['udt:DateTimeString', '20260504', '102'],
  Date: ['udt:DateString', '20260504', '102'],
  Indicator: ['udt:Indicator', 'true'],
  FormattedDateTime: ['qdt:DateTimeString', '20260504', '102'],
};

function ciiTypes(): Types {
  const wordOf = (word: string): Word => {
    const marked = word.replace(/[?*+]$/, '');
    const sign = marked[0] ?? '';
    const [name = '', type = name] = (/[/~]/.test(sign) ? marked.slice(1) : marked).split('=');
    const isRoot = /^(ExchangedDocument|SupplyChainTradeTransaction|Valuation)/.test(name);
    return {
      name,
      type,
      prefix: isRoot ? 'rsm' : 'ram',
      isAggregate: sign === '/',
      isRequired: isRequired(word),
    };
  };
  return new Map<string, readonly Word[]>([
    ...paragraphs(CII_AGGREGATES).map(([name, words]) => [name, words.map(wordOf)] as const),
    ...Object.entries(WRAPPED),
  ]);
}

export const ciiGrammar = createGrammar(
  ciiTypes(),
  'ram',
  (root) => root,
  ({ name, prefix, type }) => {
    if (type.startsWith('~'))
      return leaf(`${prefix}:${name}`, name === 'DateTime' ? 'Date' : 'Text');
    const inner = INNER[type];
    if (inner === undefined) {
      const node = leaf(`${prefix}:${name}`, type);
      // Amounts of CII name their currency in one place only.
      if (name !== 'TaxTotalAmount') node.attributes.delete('currencyID');
      return node;
    }
    const [innerName, text, format] = inner;
    const attributes = new Map(format === undefined ? [] : [['format', format]]);
    const child: Node = { name: innerName, text, attributes, children: [] };
    return { name: `${prefix}:${name}`, text: '', attributes: new Map(), children: [child] };
  },
);
