/** Settings of traces, by the names that OpenTelemetry gives them. */
import { z } from 'zod';

/** `name=value,name=value`, values percent-encoded. */
const PAIRS = /^[\w.-]+=[^,;\s]*(,[\w.-]+=[^,;\s]*)*$/;

function isPairs(text: string): boolean {
  try {
    return text === '' || (PAIRS.test(text) && decodeURIComponent(text) !== '');
  } catch {
    return false;
  }
}

const pairs = z
  .string()
  .refine(isPairs, 'must be name=value pairs, separated by commas, percent-encoded')
  .default('');

export const tracingSettings = {
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .union([
      z.literal(''),
      z.url({ protocol: /^https?$/, error: 'must be a URL of http or https' }),
    ])
    .default('')
    .describe('Where traces are sent, such as http://127.0.0.1:4318; none are made when empty'),
  OTEL_EXPORTER_OTLP_HEADERS: pairs.describe(
    'Headers of these requests, name=value separated by commas',
  ),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .enum(['http/json'])
    .default('http/json')
    .describe('What is spoken there; collectors take it at the same port as http/protobuf'),
  OTEL_RESOURCE_ATTRIBUTES: pairs.describe(
    'What every trace says of the process, such as deployment.environment.name=staging',
  ),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(0.01)
    .describe('Share of the documents that are recorded; decided where they come in'),
};

export type TracingSettings = z.infer<z.ZodObject<typeof tracingSettings>>;

/** What a setting of pairs says; it has been checked. */
export const pairsOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split(',')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const at = pair.indexOf('=');
        return [pair.slice(0, at), decodeURIComponent(pair.slice(at + 1))];
      }),
  );
