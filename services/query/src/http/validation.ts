/** Routes describe their input once, in zod: it is checked by it, typed by it and documented from it. */
import type { Language, ProblemError } from '@ventanilla/problems';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifySchema,
  FastifyTypeProvider,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import { z } from 'zod';

export interface ZodTypes extends FastifyTypeProvider {
  readonly validator: this['schema'] extends z.ZodType ? z.output<this['schema']> : unknown;
  readonly serializer: unknown;
}

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypes
>;

/** Thrown by the compiler, answered as `query-invalid` with every issue. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly issues: readonly z.core.$ZodIssue[];
  readonly known: readonly string[];
  /** Set by Fastify: `params`, `querystring`, `body` or `headers`. */
  validationContext?: string;
  constructor(issues: readonly z.core.$ZodIssue[], known: readonly string[]) {
    super('The input does not fit its schema.');
    this.issues = issues;
    this.known = known;
  }
}

export const validatorCompiler = ({ schema }: { readonly schema: unknown }) => {
  const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  return (input: unknown) => {
    const parsed = (schema as z.ZodType).safeParse(input);
    return parsed.success
      ? { value: parsed.data }
      : { error: new InputError(parsed.error.issues, known) };
  };
};

export const serializerCompiler = () => (payload: unknown) => JSON.stringify(payload);

const TEXT = {
  unknown: {
    es: (keys: string, known: string) => `Parámetro desconocido: ${keys}. Se conocen: ${known}.`,
    en: (keys: string, known: string) => `Unknown parameter: ${keys}. Known: ${known}.`,
  },
  choice: {
    es: (values: string) => `Debe ser uno de: ${values}.`,
    en: (values: string) => `Must be one of: ${values}.`,
  },
  size: {
    es: (least: string, most: string) => `Fuera de los límites: ${least}${most}.`,
    en: (least: string, most: string) => `Out of bounds: ${least}${most}.`,
  },
  missing: { es: 'Falta este dato.', en: 'This is missing.' },
} as const;

const pairOf = (message: string, language: Language): string => {
  const [es = message, en = es] = message.split(' | ');
  return language === 'es' ? es : en;
};

/** One entry an issue, in the language, with the place as a query name or JSON pointer. */
export function problemErrors(error: InputError, language: Language): readonly ProblemError[] {
  return error.issues.slice(0, 50).map((issue) => ({
    code: issue.code.replaceAll('_', '-'),
    detail: detailOf(issue, error.known, language),
    pointer: issue.path.length > 1 ? `/${issue.path.join('/')}` : String(issue.path[0] ?? ''),
  }));
}

function detailOf(issue: z.core.$ZodIssue, known: readonly string[], language: Language): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return TEXT.unknown[language](issue.keys.join(', '), known.join(', '));
    case 'invalid_value':
      return TEXT.choice[language](issue.values.map(String).join(', '));
    case 'too_small':
      return TEXT.size[language]('≥ ', String(issue.minimum));
    case 'too_big':
      return TEXT.size[language]('≤ ', String(issue.maximum));
    case 'invalid_type':
      if (issue.message.endsWith('received undefined')) return TEXT.missing[language];
      return pairOf(issue.message, language);
    default:
      return pairOf(issue.message, language);
  }
}

/** Schemas of the route as JSON Schema, for the OpenAPI document. */
export function documentSchema(schema: FastifySchema): FastifySchema {
  return Object.fromEntries(
    Object.entries(schema).map(([name, part]) => {
      if (name !== 'response') return [name, jsonSchemaOf(part)];
      const answers = Object.entries(part as Record<string, unknown>);
      return [
        name,
        Object.fromEntries(answers.map(([code, answer]) => [code, jsonSchemaOf(answer)])),
      ];
    }),
  );
}

function jsonSchemaOf(part: unknown): unknown {
  if (!(part instanceof z.ZodType)) return part;
  const { $schema: _, ...schema } = z.toJSONSchema(part, { io: 'input', unrepresentable: 'any' });
  return schema;
}
