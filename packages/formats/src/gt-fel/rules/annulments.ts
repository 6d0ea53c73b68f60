/** Annulments: what can be said before the document to annul is looked up (that is the ledger's part). */
import { isNit } from '../identifiers.ts';
import { AT } from '../model.ts';
import { localDay } from '../moment.ts';
import { HOUR_MS, SENDING_HOURS_MAX } from './dates.ts';
import { type FelRule, onAnnulment } from './define.ts';

const at = (name: string): string => `${AT.annulment}/DatosGenerales/@${name}`;

/** Last day of the month after `day`: when the monthly VAT return falls due, holidays aside. */
function returnDueDay(day: string): string {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month + 1, 0)).toISOString().slice(0, 10);
}

export const ANNULMENTS: readonly FelRule[] = [
  onAnnulment({
    code: 'ANU369',
    es: 'El NIT del emisor {actual} no existe',
    en: "The issuer's NIT {actual} does not exist",
    fix: [
      'Escriba el NIT del emisor del documento a anular.',
      'Write the NIT of the issuer of the document to annul.',
    ],
    check: ({ issuerId }, report, facts) => {
      if (issuerId === '') return;
      const isKnown = facts.registry === undefined || facts.registry.taxpayers.has(issuerId);
      if (!isNit(issuerId) || !isKnown) report({ at: at('NITEmisor'), actual: issuerId });
    },
  }),
  onAnnulment({
    code: 'ANU375',
    es: 'La anulación {actual} pasa del vencimiento de la declaración del IVA ({expected})',
    en: 'The annulment {actual} is after the VAT return falls due ({expected})',
    fix: ['Solicite a SAT la anulación extemporánea.', 'Ask the authority for a late annulment.'],
    check: ({ emission, moment }, report) => {
      if (emission === undefined || moment === undefined) return;
      const due = returnDueDay(emission.day);
      if (moment.day <= due) return;
      report({ at: at('FechaHoraAnulacion'), expected: due, actual: moment.day });
    },
  }),
  onAnnulment({
    code: 'ANU376',
    es: 'La anulación {actual} es anterior a la emisión {expected}',
    en: 'The annulment {actual} is before the emission {expected}',
    fix: ['Corrija las fechas.', 'Mend the dates.'],
    check: ({ emission, moment }, report) => {
      if (emission === undefined || moment === undefined || moment.ms >= emission.ms) return;
      report({ at: at('FechaHoraAnulacion'), expected: emission.text, actual: moment.text });
    },
  }),
  onAnnulment({
    code: 'ANU377',
    scope: 'registry',
    es: 'La anulación llegó más de {expected} horas después de certificada ({actual})',
    en: 'The annulment arrived more than {expected} hours after certification ({actual})',
    fix: ['Certifique y envíe de nuevo la anulación.', 'Certify and send the annulment again.'],
    check: ({ certification }, report, { receivedAt }) => {
      const certified = certification?.moment;
      if (certified === undefined) return;
      if (Date.parse(receivedAt) - certified.ms <= SENDING_HOURS_MAX * HOUR_MS) return;
      report({
        at: `${AT.annulment}/Certificacion/FechaHoraCertificacion`,
        expected: String(SENDING_HOURS_MAX),
        actual: certified.text,
      });
    },
  }),
  onAnnulment({
    code: 'ANU378',
    es: 'La anulación es del {actual} y su certificación del {expected}',
    en: 'The annulment is of {actual} and its certification of {expected}',
    fix: ['Certifique la anulación el mismo día.', 'Certify the annulment on the same day.'],
    check: ({ moment, certification }, report) => {
      const certified = certification?.moment;
      if (moment === undefined || certified === undefined || moment.day === certified.day) return;
      report({
        at: at('FechaHoraAnulacion'),
        expected: localDay(certified.ms),
        actual: moment.day,
      });
    },
  }),
];
