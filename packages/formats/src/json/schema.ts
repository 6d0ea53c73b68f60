/** JSON Schema 2020-12 of the canonical invoice, written from its shape. */
import { INVOICE_SHAPE, type Shape } from './shape.ts';

export const SCHEMA_ID = 'https://ventanilla.dev/schemas/invoice/v1';
export const MARKER = 'invoice/1';
/** Plain notation, as XSD decimal: no exponent. */
const DECIMAL = '^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)$';

type JsonSchema = { readonly [keyword: string]: unknown };

function schemaOf(shape: Shape): JsonSchema {
  if (shape === 'text') return { type: 'string' };
  if (shape === 'date') return { type: 'string', format: 'date' };
  if (shape === 'decimal') return { $ref: '#/$defs/decimal' };
  if (shape === 'any') return { type: 'object' };
  if (Array.isArray(shape)) return { type: 'array', minItems: 1, items: schemaOf(shape[0]) };
  return objectSchema(shape as Readonly<Record<string, Shape>>);
}

function objectSchema(fields: Readonly<Record<string, Shape>>): JsonSchema {
  const properties = Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, schemaOf(field)]),
  );
  return { type: 'object', properties, additionalProperties: false };
}

const invoice = objectSchema(INVOICE_SHAPE) as { readonly properties: JsonSchema };

/** The published schema. Amounts are text; a JSON number is taken too, and read exactly as written. */
export const INVOICE_JSON_SCHEMA: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: SCHEMA_ID,
  title: 'Canonical invoice (EN 16931 semantics)',
  ...invoice,
  properties: {
    $schema: { const: SCHEMA_ID },
    ventanilla: { const: MARKER },
    ...invoice.properties,
  },
  anyOf: [{ required: ['$schema'] }, { required: ['ventanilla'] }],
  $defs: {
    decimal: {
      description: 'An exact decimal, e.g. "12.50"',
      type: ['string', 'number'],
      pattern: DECIMAL,
      maxLength: 41,
    },
  },
};
