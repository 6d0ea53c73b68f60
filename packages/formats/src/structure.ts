/** Structure faults: what the schema processor found, in words of people and with stable codes. */
import {
  createFault,
  type Fault,
  type FaultText,
  type FaultValues,
  type Text,
} from '@ventanilla/rules';
import type { StructureError } from '@ventanilla/xml';

const text = (code: string, message: Text, hint: Text): FaultText => ({
  code,
  severity: 'fatal',
  message,
  hint,
});

export const STRUCTURE = {
  unexpected: text(
    'VEN-STR-001',
    {
      es: 'El elemento {actual} no va aquí; se esperaba {expected}',
      en: 'The element {actual} does not belong here; expected {expected}',
    },
    {
      es: 'Revise el orden y las repeticiones de los elementos.',
      en: 'Check order and repetition of the elements.',
    },
  ),
  missing: text(
    'VEN-STR-002',
    {
      es: 'El elemento está incompleto; falta {expected}',
      en: 'The element is incomplete; {expected} is missing',
    },
    { es: 'Añada el elemento que falta.', en: 'Add the missing element.' },
  ),
  value: text(
    'VEN-STR-003',
    {
      es: 'El valor {actual} no es válido; se esperaba {expected}',
      en: 'The value {actual} is not valid; expected {expected}',
    },
    {
      es: 'Escriba el valor con el formato que la estructura define.',
      en: 'Write the value in the form the structure defines.',
    },
  ),
  'missing-attribute': text(
    'VEN-STR-004',
    { es: 'Falta el atributo {expected}', en: 'The attribute {expected} is missing' },
    { es: 'Añada el atributo.', en: 'Add the attribute.' },
  ),
  'unknown-attribute': text(
    'VEN-STR-005',
    {
      es: 'El atributo {actual} no está permitido aquí',
      en: 'The attribute {actual} is not allowed here',
    },
    { es: 'Quite el atributo.', en: 'Remove the attribute.' },
  ),
  content: text(
    'VEN-STR-006',
    {
      es: 'El elemento tiene un contenido que no corresponde: {actual}',
      en: 'The element has content of the wrong kind: {actual}',
    },
    {
      es: 'Un elemento lleva texto u otros elementos, según la estructura.',
      en: 'An element holds text or other elements, as the structure says.',
    },
  ),
  other: text(
    'VEN-STR-007',
    {
      es: 'El documento no cumple la estructura: {actual}',
      en: 'The document breaks the structure: {actual}',
    },
    { es: 'Revise el elemento indicado.', en: 'Check the element shown.' },
  ),
  unidentified: text(
    'VEN-STR-008',
    {
      es: 'Faltan datos para identificar el documento: emisor, número, fecha, moneda o total',
      en: 'Facts to identify the document are missing: issuer, number, date, currency or total',
    },
    {
      es: 'Complete emisor, número, fecha de emisión, moneda y total.',
      en: 'Fill in issuer, number, issue date, currency and total.',
    },
  ),
  'control-character': text(
    'VEN-STR-009',
    { es: 'Un texto contiene el carácter nulo', en: 'A text holds the null character' },
    { es: 'Quite el carácter U+0000.', en: 'Remove the character U+0000.' },
  ),
} as const satisfies Record<string, FaultText>;

export type StructureKind = keyof typeof STRUCTURE;

// libxml2's numbers for the clauses of XML Schema that documents break.
const KIND_BY_CODE: Readonly<Record<number, StructureKind>> = {
  1845: 'unexpected', // no declaration for the root
  1868: 'missing-attribute',
  1866: 'unknown-attribute',
  1867: 'unknown-attribute',
  1841: 'content',
  1842: 'content',
  1824: 'value',
  1825: 'value',
  1826: 'value',
};
const ELEMENT_CONTENT = 1871;
/** 1829 to 1840: facets. They come together with 1824, which says the same in other words. */
const isFacet = (code: number): boolean => code >= 1829 && code <= 1840;

const NAME = /(?:Element|element|attribute) '(?:\{[^}]*\})?([^']+)'/;
const EXPECTED = /Expected is(?: one of)? \( (.*?)[. ]*\)/;
const VALUE = /'([^']*)' is not a valid value|value '([^']*)'/;
const TYPE = /(?:atomic|list|union|local atomic) type(?: '(?:\{[^}]*\})?([^']+)')?/;
const FACET = /\[facet '([^']+)'\].*?(?:'([^']*)'\)?\.?)?$/s;

const localNames = (list: string): string => list.replace(/\{[^}]*\}/g, '').replaceAll(', ', ' | ');

function describe(error: StructureError): { kind: StructureKind; values: FaultValues } {
  const { code, message } = error;
  const expected = EXPECTED.exec(message)?.[1];
  if (code === ELEMENT_CONTENT) {
    const isMissing = message.includes('Missing child');
    return {
      kind: isMissing ? 'missing' : 'unexpected',
      values: {
        ...(expected === undefined ? {} : { expected: localNames(expected) }),
        ...(isMissing ? {} : { actual: NAME.exec(message)?.[1] ?? '' }),
      },
    };
  }
  if (isFacet(code)) {
    const [, facet = '', limit] = FACET.exec(message) ?? [];
    const value = VALUE.exec(message);
    return {
      kind: 'value',
      values: {
        expected: limit === undefined ? facet : `${facet} ${limit}`,
        actual: value?.[1] ?? value?.[2] ?? '',
      },
    };
  }
  const kind = KIND_BY_CODE[code] ?? 'other';
  if (kind === 'value') {
    const value = VALUE.exec(message);
    return {
      kind,
      values: { expected: TYPE.exec(message)?.[1] ?? 'xs', actual: value?.[1] ?? value?.[2] ?? '' },
    };
  }
  const attribute = /attribute '(?:\{[^}]*\})?([^']+)'/.exec(message)?.[1] ?? '';
  if (kind === 'missing-attribute') return { kind, values: { expected: attribute } };
  if (kind === 'unknown-attribute') return { kind, values: { actual: attribute } };
  return { kind, values: { actual: message } };
}

/** A structure fault of `kind` at a place. */
export const structureFault = (
  kind: StructureKind,
  place: { readonly path: string; readonly line?: number; readonly column?: number },
  values: FaultValues = {},
): Fault => createFault(STRUCTURE[kind], 'structure', place, values);

/** Faults of the structure stage for what `XmlDocument.validate` returned: of one value only the first. */
export function structureFaults(errors: readonly StructureError[]): readonly Fault[] {
  const valuesAt = new Set<string>();
  const faults: Fault[] = [];
  for (const error of errors) {
    const { kind, values } = describe(error);
    if (kind === 'value') {
      if (valuesAt.has(error.place.path)) continue;
      valuesAt.add(error.place.path);
    }
    faults.push(structureFault(kind, error.place, values));
  }
  return faults;
}
