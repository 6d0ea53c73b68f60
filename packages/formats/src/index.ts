export {
  createValidator,
  type DocumentReading,
  REPORT_CUT,
  type ValidatorParts,
} from './create-validator.ts';
export type * from './format.ts';
export { type RegistryAccess, registryRules } from './registry-rules.ts';
export { STRUCTURE, type StructureKind, structureFault, structureFaults } from './structure.ts';
export type * from './validator.ts';
export { withSettings } from './with-settings.ts';

import { en16931Cii } from './en16931-cii/format.ts';
import { en16931Ubl } from './en16931-ubl/format.ts';
import type { Format } from './format.ts';
import { gtFel } from './gt-fel/format.ts';
import { canonicalJson } from './json/format.ts';
import { mxCfdi } from './mx-cfdi/format.ts';
import { peppolBisCii, peppolBisUbl } from './peppol-bis/format.ts';

/** Every format this platform knows, in the order in which they are tried. */
// biome-ignore lint/suspicious/noExplicitAny: each format has its own model; only it reads it.
export const formats: readonly Format<any>[] = [
  gtFel,
  mxCfdi,
  peppolBisUbl,
  peppolBisCii,
  en16931Ubl,
  en16931Cii,
  canonicalJson,
];

/** `known` with one put first, for documents to be judged by a pack they do not name; undefined when unknown. */
export function formatsWithFirst(
  id: string,
  known: typeof formats = formats,
): typeof formats | undefined {
  const first = known.find((format) => format.id === id);
  if (first === undefined) return undefined;
  return [{ ...first, recognise: first.accepts ?? first.recognise }, ...known];
}

export { INVOICE_JSON_SCHEMA } from './json/schema.ts';
export {
  MEASURED_STAGES,
  type MeasuredStage,
  type MeasureParts,
  measureDocument,
  type StageFigures,
} from './measure.ts';
