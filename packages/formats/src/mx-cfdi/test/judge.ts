import type { Facts, Report } from '@ventanilla/rules';
import { createXmlEngine } from '@ventanilla/xml';
import { createValidator } from '../../create-validator.ts';
import { AT_DESK } from '../../examples/example.ts';
import { cadenaOriginal } from '../cadena.ts';
import { mxCfdi } from '../format.ts';

const engine = createXmlEngine();
const validator = createValidator({ formats: [mxCfdi], engine });
const encoder = new TextEncoder();

export const cadenaOf = (xml: string): string => {
  const parsed = engine.parse(encoder.encode(xml));
  if (!parsed.ok) throw new Error(parsed.detail);
  parsed.document.dispose();
  return cadenaOriginal(parsed.document.root);
};

export const judge = (xml: string, facts: Facts = AT_DESK): Report =>
  validator.judge(validator.read(encoder.encode(xml)), facts).report;
export const read = (xml: string) => validator.judge(validator.read(encoder.encode(xml)), AT_DESK);
