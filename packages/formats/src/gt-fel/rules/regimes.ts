/** Primary and livestock régimes (Decreto 31-2024, in force from April 2025). */
import { AT, atPhrase, type FelDte, type FelPhrase } from '../model.ts';
import { type FelRule, onDte } from './define.ts';

const PRIMARY = ['FARP', 'FCRP'];
const LIVESTOCK = ['FPEC', 'FCPC'];
const destinationAt = `${AT.receiver}/@DestinodelaVenta`;

const CHOOSE: readonly [string, string] = [
  'Use el escenario que corresponde a la forma de pago del emisor.',
  "Use the scenario that fits the issuer's way of paying.",
];

interface ScenarioRule {
  readonly code: string;
  readonly phrase: number;
  readonly scenario: number;
  readonly applies: (dte: FelDte) => boolean;
}

const isBroker = ({ issuer }: FelDte): boolean => issuer.classification !== undefined;

/** A phrase type has one right scenario under some condition. */
const SCENARIOS: readonly ScenarioRule[] = [
  {
    code: 'RCP489',
    phrase: 11,
    scenario: 3,
    applies: (dte) => dte.isExport && LIVESTOCK.includes(dte.type),
  },
  {
    code: 'RCP491',
    phrase: 10,
    scenario: 2,
    applies: (dte) => dte.isExport && PRIMARY.includes(dte.type),
  },
  {
    code: 'RCP493',
    phrase: 11,
    scenario: 2,
    applies: (dte) => !dte.isExport && isBroker(dte) && LIVESTOCK.includes(dte.type),
  },
  {
    code: 'RCP495',
    phrase: 11,
    scenario: 1,
    applies: (dte) => !dte.isExport && !isBroker(dte) && LIVESTOCK.includes(dte.type),
  },
  {
    code: 'RCP496',
    phrase: 10,
    scenario: 1,
    applies: (dte) => !dte.isExport && !isBroker(dte) && PRIMARY.includes(dte.type),
  },
];

const scenarioRule = ({ code, phrase, scenario, applies }: ScenarioRule): FelRule =>
  onDte({
    code,
    effectiveFrom: '2025-04-01',
    es: `La frase ${phrase} debe llevar el escenario {expected}, no {actual}`,
    en: `Phrase ${phrase} must have scenario {expected}, not {actual}`,
    fix: CHOOSE,
    check: (dte, report) => {
      if (!applies(dte)) return;
      dte.phrases.forEach((own: FelPhrase, index) => {
        if (own.type !== phrase || own.scenario === scenario) return;
        report({
          at: atPhrase(index),
          expected: String(scenario),
          actual: String(own.scenario),
        });
      });
    },
  });

const COMMON_DESTINATIONS = [
  'Supermercado',
  'Mercado cantonal',
  'Mercado municipal',
  'Centro de acopio',
  'Restaurante',
  'Organización de Padres de Familia',
];
const DESTINATIONS = {
  primary: [...COMMON_DESTINATIONS, 'Exportación'],
  livestock: [...COMMON_DESTINATIONS, 'Exportación en pie', 'Intermediación de productos bovinos'],
};

const destinationsOf = (type: string): readonly string[] =>
  PRIMARY.includes(type)
    ? DESTINATIONS.primary
    : LIVESTOCK.includes(type)
      ? DESTINATIONS.livestock
      : [];

/** The export destination and the export mark come together. */
const exportDestination = (code: string, types: readonly string[], word: string): FelRule =>
  onDte({
    code,
    effectiveFrom: '2025-04-01',
    es: `El destino ${word} va con la marca de exportación, y solo con ella: {actual}`,
    en: `The destination ${word} goes with the export mark, and only with it: {actual}`,
    fix: ['Ajuste DestinodelaVenta o Exp.', 'Adjust DestinodelaVenta or Exp.'],
    check: ({ type, isExport, receiver }, report) => {
      const { saleDestination } = receiver;
      if (!types.includes(type) || saleDestination === undefined) return;
      if ((saleDestination === word) === isExport) return;
      report({ at: destinationAt, actual: saleDestination });
    },
  });

export const REGIMES: readonly FelRule[] = [
  ...SCENARIOS.map(scenarioRule),
  onDte({
    code: 'RCP499',
    effectiveFrom: '2025-04-01',
    es: 'El destino de la venta {actual} no corresponde a este tipo de DTE ({expected})',
    en: 'The destination of the sale {actual} does not fit this type of document ({expected})',
    fix: ['Elija un destino de la lista.', 'Choose a destination of the list.'],
    check: ({ type, receiver }, report) => {
      const { saleDestination } = receiver;
      if (saleDestination === undefined) return;
      const allowed = destinationsOf(type);
      if (allowed.includes(saleDestination)) return;
      report({ at: destinationAt, expected: allowed.join(', '), actual: saleDestination });
    },
  }),
  exportDestination('RCP121', LIVESTOCK, 'Exportación en pie'),
  exportDestination('RCP124', PRIMARY, 'Exportación'),
  onDte({
    code: 'RCP128',
    effectiveFrom: '2025-04-01',
    es: 'ClasificacionEmisor solo va con la afiliación {expected}, no con {actual}',
    en: 'ClasificacionEmisor goes with affiliation {expected} only, not with {actual}',
    fix: ['Quite ClasificacionEmisor.', 'Remove ClasificacionEmisor.'],
    check: ({ issuer }, report) => {
      if (issuer.classification === undefined || issuer.affiliation === 'PEC') return;
      report({
        at: `${AT.issuer}/@ClasificacionEmisor`,
        expected: 'PEC',
        actual: issuer.affiliation,
      });
    },
  }),
];
