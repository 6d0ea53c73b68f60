/** Emission, certification and reception, by Guatemalan days. */
import { DOCUMENT_TYPES } from '../data/document-types.ts';
import { AT } from '../model.ts';
import { daysBetween } from '../moment.ts';
import { type FelRule, onDte } from './define.ts';

/**
 * The rule in the catalogue says three days, its message and the rulebook five: five is taken,
 * counted from the day after emission.
 */
const EMISSION_DAYS_MAX = 5;
export const SENDING_HOURS_MAX = 24;
export const HOUR_MS = 3_600_000;

const emissionAt = `${AT.general}/@FechaHoraEmision`;

export const DATES: readonly FelRule[] = [
  onDte({
    code: 'INF300',
    es: 'Entre emisión y certificación pasan {actual} días; lo más son {expected}',
    en: 'Emission and certification are {actual} days apart; {expected} at most are allowed',
    fix: ['Certifique dentro del plazo.', 'Certify in time.'],
    check: ({ type, emission, certification }, report) => {
      const certified = certification?.moment;
      if (emission === undefined || certified === undefined) return;
      if (DOCUMENT_TYPES[type]?.backdating === true) return;
      const days = daysBetween(emission.day, certified.day);
      if (days <= EMISSION_DAYS_MAX) return;
      report({ at: emissionAt, expected: String(EMISSION_DAYS_MAX), actual: String(days) });
    },
  }),
  onDte({
    code: 'RCP301',
    es: 'La emisión {actual} es posterior al mes de la certificación ({expected})',
    en: 'The emission {actual} is after the month of the certification ({expected})',
    fix: [
      'La fecha de emisión cae a lo sumo en el mes en que se certifica.',
      'The emission date falls in the month of certification at the latest.',
    ],
    check: ({ emission, certification }, report) => {
      const month = certification?.moment?.day.slice(0, 7);
      if (emission === undefined || month === undefined || emission.day.slice(0, 7) <= month)
        return;
      report({ at: emissionAt, expected: month, actual: emission.day });
    },
  }),
  onDte({
    code: 'INF363',
    // Only a document that is being handed in has been received; one judged at a desk has not.
    scope: 'registry',
    es: 'El DTE llegó más de {expected} horas después de certificado ({actual})',
    en: 'The document arrived more than {expected} hours after certification ({actual})',
    fix: ['Envíe cada DTE al certificarlo.', 'Send each document when it is certified.'],
    check: ({ certification }, report, { receivedAt }) => {
      const certified = certification?.moment;
      if (certified === undefined) return;
      if (Date.parse(receivedAt) - certified.ms <= SENDING_HOURS_MAX * HOUR_MS) return;
      report({
        at: `${AT.certification}/FechaHoraCertificacion`,
        expected: String(SENDING_HOURS_MAX),
        actual: certified.text,
      });
    },
  }),
];
