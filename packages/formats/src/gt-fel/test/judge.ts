import type { Facts, Report } from '@ventanilla/rules';
import { createXmlEngine } from '@ventanilla/xml';
import { createValidator } from '../../create-validator.ts';
import { AT_DESK } from '../../examples/example.ts';
import { gtFel } from '../format.ts';

const validator = createValidator({ formats: [gtFel], engine: createXmlEngine() });
const encoder = new TextEncoder();

export const judge = (xml: string, facts: Facts = AT_DESK): Report =>
  validator.judge(validator.read(encoder.encode(xml)), facts).report;

export const read = (xml: string) => {
  const { summary, invoice } = validator.judge(validator.read(encoder.encode(xml)), AT_DESK);
  return { summary, invoice };
};
