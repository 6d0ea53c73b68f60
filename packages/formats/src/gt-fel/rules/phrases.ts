/** Phrases: present where required, absent where not, scenarios that exist and fit. */
import { DOCUMENT_TYPES } from '../data/document-types.ts';
import {
  EXEMPT_SCENARIOS,
  NEEDS_RESOLUTION,
  NO_PHRASES,
  PHRASE_TYPES,
  SCENARIOS,
} from '../data/phrases.ts';
import { AT, atPhrase, type FelDte, type FelPhrase } from '../model.ts';
import { type FelRule, onDte, type Report } from './define.ts';
import { vatOf } from './figures.ts';

const phrasesAt = `${AT.emission}/Frases`;
const EXEMPT = 4;

const CHOOSE: readonly [string, string] = [
  'Elija el escenario del catálogo de frases que corresponde al tipo de DTE.',
  'Choose the scenario of the catalogue of phrases that fits the type of document.',
];

const hasPhrase = ({ phrases }: FelDte, type: number, scenario?: number): boolean =>
  phrases.some(
    (phrase) => phrase.type === type && (scenario === undefined || phrase.scenario === scenario),
  );

const eachPhrase = (
  { phrases }: FelDte,
  report: Report,
  isWrong: (phrase: FelPhrase, index: number) => boolean,
  expected?: string,
): void => {
  phrases.forEach((phrase, index) => {
    if (!isWrong(phrase, index)) return;
    const actual = `${phrase.type}/${phrase.scenario}`;
    report({ at: atPhrase(index), actual, ...(expected !== undefined && { expected }) });
  });
};

const PRESENCE: readonly FelRule[] = [
  onDte({
    code: 'RCP318',
    es: 'Falta la frase de tipo {expected}, obligatoria para este tipo de DTE',
    en: 'The phrase of type {expected} is missing; this type of document requires it',
    fix: ['Añada la frase que corresponde al emisor.', 'Add the phrase that fits the issuer.'],
    check: (dte, report) => {
      for (const type of DOCUMENT_TYPES[dte.type]?.phrases ?? []) {
        if (!hasPhrase(dte, type)) report({ at: phrasesAt, expected: String(type) });
      }
    },
  }),
  onDte({
    code: 'RCP319',
    es: 'La frase {actual} no corresponde a este tipo de DTE',
    en: 'The phrase {actual} does not belong to this type of document',
    fix: ['Quite la frase.', 'Remove the phrase.'],
    check: (dte, report) => {
      if (DOCUMENT_TYPES[dte.type] === undefined) return;
      const takesNone = NO_PHRASES.includes(dte.type);
      eachPhrase(
        dte,
        report,
        ({ type }) => takesNone || PHRASE_TYPES[type]?.includes(dte.type) === false,
      );
    },
  }),
  onDte({
    code: 'RCP487',
    es: 'La frase {actual} aparece más de una vez',
    en: 'The phrase {actual} occurs more than once',
    fix: ['Deje cada frase una sola vez.', 'Keep each phrase once.'],
    check: (dte, report) => {
      if (dte.type === 'RANT') return;
      const seen = new Set<string>();
      eachPhrase(dte, report, ({ type, scenario }) => {
        const key = `${type}/${scenario}`;
        if (seen.has(key)) return true;
        seen.add(key);
        return false;
      });
    },
  }),
];

/** RCP320 also ties the temporary site to phrase 9/14 and the specific invoice to the issuer's régime. */
const isScenarioWrong = (dte: FelDte, { type, scenario }: FelPhrase): boolean => {
  const last = SCENARIOS[type];
  if (last === undefined || Number.isNaN(scenario)) return false;
  if (scenario < 1 || scenario > last) return true;
  if (type === 9 && scenario === 14) return !dte.isTemporarySite;
  if (type !== 12 || dte.type !== 'FEPE') return false;
  return dte.issuer.affiliation === (scenario === 1 ? 'PEC' : 'PRI');
};

const SCENARIO: readonly FelRule[] = [
  onDte({
    code: 'RCP320',
    es: 'El escenario {actual} no existe o no corresponde a este DTE',
    en: 'The scenario {actual} does not exist or does not fit this document',
    fix: CHOOSE,
    check: (dte, report) => {
      eachPhrase(dte, report, (phrase) => isScenarioWrong(dte, phrase));
      if (dte.isTemporarySite && !hasPhrase(dte, 9, 14)) {
        report({ at: phrasesAt, expected: '9/14', actual: '—' });
      }
    },
  }),
  onDte({
    code: 'VEN-FEL-004',
    severity: 'warning',
    source: 'FEL, catálogo de frases 0.6.0: contieneResolucion, contieneFechaResolucion',
    es: 'La frase {actual} necesita número de resolución',
    en: 'The phrase {actual} needs the number of a resolution',
    fix: ['Añada NumeroResolucion y FechaResolucion.', 'Add NumeroResolucion and FechaResolucion.'],
    check: (dte, report) =>
      eachPhrase(
        dte,
        report,
        ({ type, scenario, resolution }) =>
          NEEDS_RESOLUTION(type, scenario) && resolution === undefined,
      ),
  }),
  onDte({
    code: 'RCP484',
    es: 'El escenario 36 de la frase 4 solo va en FACT y FCAM',
    en: 'Scenario 36 of phrase 4 goes on FACT and FCAM only',
    fix: CHOOSE,
    check: (dte, report) => {
      if (dte.type === 'FACT' || dte.type === 'FCAM') return;
      eachPhrase(dte, report, ({ type, scenario }) => type === EXEMPT && scenario === 36);
    },
  }),
  onDte({
    code: 'RCP425',
    es: 'El escenario 24 de la frase 4 no corresponde a este tipo de DTE o personería',
    en: 'Scenario 24 of phrase 4 does not fit this type of document or legal form',
    fix: CHOOSE,
    check: (dte, report) => {
      const isAllowed =
        ['FACT', 'FCAM', 'NCRE', 'NDEB'].includes(dte.type) ||
        (dte.type === 'RECI' && dte.personality === '1050');
      if (isAllowed) return;
      eachPhrase(dte, report, ({ type, scenario }) => type === EXEMPT && scenario === 24);
    },
  }),
  onDte({
    code: 'RCP432',
    es: 'Un recibo de anticipo lleva la frase 9 con escenario {expected}, no {actual}',
    en: 'An advance receipt carries phrase 9 with scenario {expected}, not {actual}',
    fix: CHOOSE,
    check: (dte, report) => {
      if (dte.type !== 'RANT') return;
      const isWrong = ({ type, scenario }: FelPhrase) =>
        type === 9 && ![9, 10, 14].includes(scenario);
      eachPhrase(dte, report, isWrong, '9, 10, 14');
    },
  }),
  onDte({
    code: 'RCP445',
    es: 'Una factura provisional lleva la frase 9 con escenario {expected}, no {actual}',
    en: 'A provisional invoice carries phrase 9 with scenario {expected}, not {actual}',
    fix: CHOOSE,
    check: (dte, report) => {
      if (dte.type !== 'FACP') return;
      const isWrong = ({ type, scenario }: FelPhrase) => type === 9 && scenario !== 11;
      eachPhrase(dte, report, isWrong, '11');
    },
  }),
];

const exemptRule = (code: string, types: readonly string[]): FelRule =>
  onDte({
    code,
    es: 'El escenario {actual} de la frase de exento no corresponde a este tipo de DTE ({expected})',
    en: 'The scenario {actual} of the exempt phrase does not fit this type of document ({expected})',
    fix: CHOOSE,
    check: (dte, report) => {
      const allowed = EXEMPT_SCENARIOS[dte.type];
      if (!types.includes(dte.type) || allowed === undefined || dte.isExport) return;
      // 24 and 36 have rules of their own, and so has a scenario that does not exist.
      eachPhrase(
        dte,
        report,
        ({ type, scenario }) =>
          type === EXEMPT &&
          !allowed.includes(scenario) &&
          ![24, 36].includes(scenario) &&
          scenario <= (SCENARIOS[EXEMPT] ?? 0),
        allowed.join(', '),
      );
    },
  });

const isWithoutVat = ({ lines }: FelDte): boolean =>
  lines.some((line) => {
    const vat = vatOf(line);
    return vat === undefined || vat.unit === '2';
  });

const EXEMPTION: readonly FelRule[] = [
  onDte({
    code: 'RCP323',
    es: 'Una exportación lleva la frase 4 (exento o no afecto al IVA)',
    en: 'An export carries phrase 4 (exempt or outside VAT)',
    fix: ['Añada la frase 4 con escenario 1.', 'Add phrase 4 with scenario 1.'],
    check: (dte, report) => {
      if (!dte.isExport || !['FACT', 'FCAM', 'FACP', 'NDEB', 'NCRE'].includes(dte.type)) return;
      if (!hasPhrase(dte, EXEMPT)) report({ at: phrasesAt, expected: '4/1' });
    },
  }),
  onDte({
    code: 'RCP324',
    es: 'En una exportación la frase 4 lleva el escenario 1, no {actual}',
    en: 'On an export phrase 4 has scenario 1, not {actual}',
    fix: CHOOSE,
    check: (dte, report) => {
      if (!dte.isExport || (dte.type !== 'FACT' && dte.type !== 'FCAM')) return;
      eachPhrase(dte, report, ({ type, scenario }) => type === EXEMPT && scenario !== 1);
    },
  }),
  onDte({
    code: 'RCP325',
    es: 'Hay líneas sin IVA y falta la frase 4 que lo explica',
    en: 'There are lines without VAT, and phrase 4 that explains it is missing',
    fix: [
      'Añada la frase 4 con el escenario que exime la operación, o el IVA de la línea.',
      'Add phrase 4 with the scenario that exempts the sale, or the VAT of the line.',
    ],
    check: (dte, report) => {
      if (dte.isExport || !['FACT', 'FCAM', 'FESP'].includes(dte.type)) return;
      if (isWithoutVat(dte) && !hasPhrase(dte, EXEMPT)) report({ at: phrasesAt, expected: '4' });
    },
  }),
  exemptRule('RCP326', ['FACT', 'FCAM', 'FESP']),
  exemptRule('RCP327', ['RDON']),
  exemptRule('RCP328', ['RECI']),
];

export const PHRASES: readonly FelRule[] = [...PRESENCE, ...SCENARIO, ...EXEMPTION];
