/** BR-CL-*: names of the lists. Which field holds which code is the business of each syntax. */
import { createHash } from 'node:crypto';
import type { Rule, Text } from '@ventanilla/rules';
import * as lists from './code-lists.ts';
import * as longLists from './code-lists-long.ts';

const list = (es: string, en: string): Text => ({ es, en });

const LISTS: Readonly<Record<string, Text>> = {
  'BR-CL-01': list('tipos de documento (UNTDID 1001)', 'document types (UNTDID 1001)'),
  'BR-CL-03': list('monedas (ISO 4217)', 'currencies (ISO 4217)'),
  'BR-CL-04': list('monedas (ISO 4217)', 'currencies (ISO 4217)'),
  'BR-CL-05': list('monedas (ISO 4217)', 'currencies (ISO 4217)'),
  'BR-CL-06': list('devengo del IVA (UNTDID 2005 o 2475)', 'tax point codes (UNTDID 2005 or 2475)'),
  'BR-CL-07': list(
    'calificadores de referencia (UNTDID 1153)',
    'reference qualifiers (UNTDID 1153)',
  ),
  'BR-CL-08': list('temas de nota (UNTDID 4451)', 'note subjects (UNTDID 4451)'),
  'BR-CL-10': list(
    'esquemas de identificación (ISO/IEC 6523)',
    'identifier schemes (ISO/IEC 6523)',
  ),
  'BR-CL-11': list(
    'esquemas de identificación (ISO/IEC 6523)',
    'identifier schemes (ISO/IEC 6523)',
  ),
  'BR-CL-13': list(
    'clasificaciones de artículo (UNTDID 7143)',
    'item classifications (UNTDID 7143)',
  ),
  'BR-CL-14': list('países (ISO 3166-1)', 'countries (ISO 3166-1)'),
  'BR-CL-15': list('países (ISO 3166-1)', 'countries (ISO 3166-1)'),
  'BR-CL-16': list('medios de pago (UNTDID 4461)', 'payment means (UNTDID 4461)'),
  'BR-CL-17': list('categorías de IVA (UNTDID 5305)', 'VAT categories (UNTDID 5305)'),
  'BR-CL-18': list('categorías de IVA (UNTDID 5305)', 'VAT categories (UNTDID 5305)'),
  'BR-CL-19': list('motivos de descuento (UNTDID 5189)', 'allowance reasons (UNTDID 5189)'),
  'BR-CL-20': list('motivos de cargo (UNTDID 7161)', 'charge reasons (UNTDID 7161)'),
  'BR-CL-21': list('esquemas de artículo (ISO/IEC 6523)', 'item schemes (ISO/IEC 6523)'),
  'BR-CL-22': list('motivos de exención (VATEX)', 'exemption reasons (VATEX)'),
  'BR-CL-23': list('unidades (UN/ECE 20 y 21)', 'units (UN/ECE 20 and 21)'),
  'BR-CL-24': list('tipos de archivo adjunto', 'attachment media types'),
  'BR-CL-25': list('esquemas de dirección electrónica (EAS)', 'electronic address schemes (EAS)'),
  'BR-CL-26': list(
    'esquemas de lugar de entrega (ISO/IEC 6523)',
    'delivery location schemes (ISO/IEC 6523)',
  ),
};

const EDITION = createHash('sha256')
  .update(
    JSON.stringify([lists, longLists], (_, value: unknown) =>
      value instanceof Set ? [...value] : value,
    ),
  )
  .digest('hex');

/** The rule of one code list for a model that knows which codes are wrong. */
export function codeRules<M>(
  codes: readonly string[],
  check: (code: string) => Rule<M>['check'],
): readonly Rule<M>[] {
  return codes.map((code) => {
    const { es, en } = LISTS[code] ?? { es: code, en: code };
    return {
      code,
      severity: 'fatal',
      source: 'EN 16931-1:2017; CEN 1.3.16',
      data: EDITION,
      message: {
        es: `El código {actual} no está en la lista de ${es}`,
        en: `The code {actual} is not in the list of ${en}`,
      },
      hint: { es: 'Use un código de la lista.', en: 'Use a code of the list.' },
      check: check(code),
    };
  });
}

export const CODE_LIST_RULES = Object.keys(LISTS);
