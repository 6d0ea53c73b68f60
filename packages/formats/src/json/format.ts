import type { Fault } from '@ventanilla/rules';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { createEnModel, type EnModel } from '../en16931/model.ts';
import { MODEL_CODE_RULES } from '../en16931/model-code-rules.ts';
import { createEnPack } from '../en16931/pack.ts';
import { isoDay, partyId, summarise } from '../en16931/summary.ts';
import type { Binding, Format, Source } from '../format.ts';
import type { JsonDocument, JsonValue } from '../strict-json/index.ts';
import { type StructureKind, structureFault } from '../structure.ts';
import { escapeKey, type PlainDocument, readInvoice, toPlain } from './read.ts';
import { INVOICE_JSON_SCHEMA, MARKER, SCHEMA_ID } from './schema.ts';

const ID = 'json';
const ERRORS_MAX = 200;

let compiled: ValidateFunction | undefined;
/** Compiled when the first document needs it. */
function validate(): ValidateFunction {
  compiled ??= new Ajv2020({
    allErrors: true,
    strictTypes: false,
    validateFormats: true,
    verbose: true,
    formats: { date: (text: string) => isoDay(text) === text },
  }).compile(INVOICE_JSON_SCHEMA);
  return compiled;
}

/** One conversion serves structure and reading of the same document. */
const plain = new WeakMap<JsonDocument, PlainDocument>();
function plainOf(json: JsonDocument): PlainDocument {
  let document = plain.get(json);
  if (document === undefined) {
    document = toPlain(json.root);
    plain.set(json, document);
  }
  return document;
}

const KINDS: Readonly<Record<string, StructureKind>> = {
  additionalProperties: 'unexpected',
  required: 'missing',
  type: 'value',
  pattern: 'value',
  format: 'value',
  const: 'value',
  maxLength: 'value',
  minItems: 'value',
};

const shown = (data: unknown): string =>
  typeof data === 'object' && data !== null ? (Array.isArray(data) ? '[…]' : '{…}') : String(data);

function faultOf({ keyword, instancePath, params, data }: ErrorObject, json: JsonDocument): Fault {
  const kind = KINDS[keyword] ?? 'other';
  const added: unknown = params.additionalProperty;
  const path = typeof added === 'string' ? `${instancePath}/${escapeKey(added)}` : instancePath;
  const wanted: unknown =
    params.missingProperty ?? params.type ?? params.format ?? params.allowedValue ?? params.pattern;
  const actual = typeof added === 'string' ? added : kind === 'missing' ? undefined : shown(data);
  return structureFault(
    kind,
    { path, ...json.locate(path) },
    {
      ...(wanted === undefined ? {} : { expected: String(wanted) }),
      ...(actual === undefined ? {} : { actual }),
    },
  );
}

function checkStructure(source: Source): readonly Fault[] {
  if (source.kind !== 'json') return [];
  const { json } = source;
  const { value, nullTexts } = plainOf(json);
  const check = validate();
  const errors = check(value) ? [] : (check.errors ?? []);
  return [
    ...nullTexts
      .slice(0, ERRORS_MAX)
      .map((path) => structureFault('control-character', { path, ...json.locate(path) })),
    ...errors.slice(0, ERRORS_MAX).map((error) => faultOf(error, json)),
  ];
}

/** The pointer of a model path, cut to what the document has. */
function pointerOf(root: JsonValue, at: string): string {
  let value: unknown = root;
  let pointer = '';
  for (const segment of at === '' ? [] : at.split('/')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) break;
    value = Reflect.get(value, segment);
    pointer += `/${segment}`;
  }
  return pointer;
}

function read(source: Source): Binding<EnModel> {
  const invoice = readInvoice(source.kind === 'json' ? plainOf(source.json).value : undefined);
  const references = [partyId(invoice.seller), partyId(invoice.buyer)];
  const hasNull = source.kind === 'json' && plainOf(source.json).nullTexts.length > 0;
  return {
    model: createEnModel({ invoice }),
    // What a database cannot take is not indexed; the structure fault has rejected it.
    summary: hasNull ? undefined : summarise(ID, invoice),
    invoice: hasNull ? {} : invoice,
    references: references.filter((id) => id !== undefined),
    locate: (at) => {
      if (source.kind !== 'json') return { path: '' };
      const path = pointerOf(source.json.root, at);
      return { path, ...source.json.locate(path) };
    },
  };
}

function recognise(source: Source): boolean {
  if (source.kind !== 'json') return false;
  const { root } = source.json;
  if (typeof root !== 'object' || root === null || Array.isArray(root)) return false;
  const field = (name: string): unknown =>
    Object.hasOwn(root, name) ? Reflect.get(root, name) : undefined;
  return field('$schema') === SCHEMA_ID || field('ventanilla') === MARKER;
}

/** Our canonical invoice as JSON: EN 16931 semantics, amounts as text. */
export const canonicalJson: Format<EnModel> = {
  id: ID,
  recognise,
  checkStructure,
  read,
  pack: createEnPack<EnModel>(ID, MODEL_CODE_RULES),
  examples: async () => (await import('../examples/json.ts')).jsonExamples(),
};
