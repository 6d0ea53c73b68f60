/** What a type of document asks of marks, lines and parties. */
import { DOCUMENT_TYPES, PRODUCT_TYPES, TEMPORARY_SITE_TYPES } from '../data/document-types.ts';
import { AT, atLine, type FelDte } from '../model.ts';
import { type FelRule, onDte } from './define.ts';

const general = (name: string): string => `${AT.general}/@${name}`;

/** Types whose goods-only rule has an official code; the others share one of ours. */
const ONLY_CODES: Readonly<Record<string, string>> = {
  FACA: 'RCP384',
  FCCA: 'RCP384',
  FAAE: 'RCP384',
  FCAE: 'RCP384',
  FEPE: 'RCP125',
  RANT: 'RCP435',
};
const OWN_ONLY_CODE = 'VEN-FEL-005';

const ONLY: readonly FelRule[] = ['RCP384', 'RCP125', 'RCP435', OWN_ONLY_CODE].map((code) =>
  onDte({
    code,
    ...(code === OWN_ONLY_CODE && {
      severity: 'warning' as const,
      source: 'FEL, tipos de DTE: FACP y NEV amparan bienes',
    }),
    es: 'Este tipo de DTE solo admite líneas {expected}, no {actual}',
    en: 'This type of document takes lines {expected} only, not {actual}',
    fix: ['B son bienes, S servicios.', 'B stands for goods, S for services.'],
    check: ({ type, lines }, report) => {
      const only = DOCUMENT_TYPES[type]?.only;
      if (only === undefined || (ONLY_CODES[type] ?? OWN_ONLY_CODE) !== code) return;
      lines.forEach(({ kind }, index) => {
        if (kind === only || kind === '') return;
        report({ at: atLine(index, '@BienOServicio'), expected: only, actual: kind });
      });
    },
  }),
);

const MARKS: readonly FelRule[] = [
  onDte({
    code: 'RCP312',
    // The rulebook lets notes be exports, and RCP323 speaks of them; the older list of this code is not followed.
    es: 'El tipo {actual} no puede ser una exportación',
    en: 'The type {actual} cannot be an export',
    fix: ['Quite la marca Exp o cambie el tipo.', 'Remove the mark Exp, or change the type.'],
    check: ({ type, isExport }, report) => {
      if (isExport && DOCUMENT_TYPES[type]?.exportRefused === true) {
        report({ at: general('Exp'), actual: type });
      }
    },
  }),
  onDte({
    code: 'RCP310',
    es: 'En una exportación el receptor no se identifica por CUI',
    en: 'On an export the receiver is not identified by CUI',
    fix: ['Use CF o la identificación extranjera.', 'Use CF or the foreign identification.'],
    check: ({ isExport, receiver }, report) => {
      if (isExport && receiver.special === 'CUI') report({ at: `${AT.receiver}/@TipoEspecial` });
    },
  }),
  onDte({
    code: 'RCP420',
    es: 'El tipo {actual} no se emite en ubicación temporal',
    en: 'The type {actual} is not issued at a temporary site',
    fix: ['Quite EmisionUbicacionTemporal.', 'Remove EmisionUbicacionTemporal.'],
    check: ({ type, isTemporarySite }, report) => {
      if (isTemporarySite && !TEMPORARY_SITE_TYPES.includes(type)) {
        report({ at: general('EmisionUbicacionTemporal'), actual: type });
      }
    },
  }),
  onDte({
    code: 'VEN-FEL-006',
    severity: 'warning',
    source: 'FEL, reglas de espectáculos públicos',
    es: 'Un espectáculo se factura en una línea, no en {actual}',
    en: 'A show is invoiced in one line, not {actual}',
    fix: ['Emita un DTE por boleto.', 'Issue one document per ticket.'],
    check: ({ isShow, lines }, report) => {
      if (isShow && lines.length > 1) report({ at: atLine(1), actual: String(lines.length) });
    },
  }),
];

/** Legal forms that the rules name for advance receipts (RCP433). */
const NO_ADVANCE_FORMS =
  '715 716 718 719 720 721 723 724 725 726 727 728 729 730 731 732 733 734 735 736 737 738 739 740 2635 2719 2744'.split(
    ' ',
  );
/** Types that may state a legal form: the rules for RECI and RANT read it, so RCP386 leaves them alone. */
const LEGAL_FORM_TYPES = ['RDON', 'RECI', 'RANT'];

const LEGAL_FORM: readonly FelRule[] = [
  onDte({
    code: 'RCP385',
    es: 'El recibo por donación debe indicar la personería',
    en: 'A donation receipt must state the legal form',
    fix: ['Añada TipoPersoneria.', 'Add TipoPersoneria.'],
    check: ({ type, personality }, report) => {
      if (type === 'RDON' && personality === undefined) report({ at: AT.general });
    },
  }),
  onDte({
    code: 'RCP386',
    es: 'Este tipo de DTE no lleva personería',
    en: 'This type of document carries no legal form',
    fix: ['Quite TipoPersoneria.', 'Remove TipoPersoneria.'],
    check: ({ type, personality }, report) => {
      if (personality === undefined || LEGAL_FORM_TYPES.includes(type)) return;
      if (DOCUMENT_TYPES[type] !== undefined) report({ at: general('TipoPersoneria') });
    },
  }),
  onDte({
    code: 'RCP433',
    es: 'La personería {actual} no puede emitir recibos de anticipo',
    en: 'The legal form {actual} may not issue advance receipts',
    fix: ['Use otro tipo de DTE.', 'Use another type of document.'],
    check: ({ type, personality }, report) => {
      if (type !== 'RANT' || personality === undefined) return;
      if (!NO_ADVANCE_FORMS.includes(personality)) return;
      report({ at: general('TipoPersoneria'), actual: personality });
    },
  }),
  onDte({
    code: 'RCP473',
    es: 'La exención de universidades (frase 8/1) no corresponde a este DTE',
    en: 'The exemption of universities (phrase 8/1) does not fit this document',
    fix: ['Use otro escenario de la frase 8.', 'Use another scenario of phrase 8.'],
    check: (dte, report) => {
      if (!isUniversityPhraseWrong(dte)) return;
      report({ at: `${AT.emission}/Frases` });
    },
  }),
];

function isUniversityPhraseWrong({ type, issuer, personality, phrases }: FelDte): boolean {
  if (!phrases.some((phrase) => phrase.type === 8 && phrase.scenario === 1)) return false;
  if (!['FACT', 'FCAM', 'RECI', 'RDON'].includes(type) || issuer.affiliation !== 'GEN') return true;
  return personality !== undefined && !['740', '2744'].includes(personality);
}

const PRODUCTS: readonly FelRule[] = [
  onDte({
    code: 'RCP106',
    es: 'El código de producto {actual} no va en este tipo de DTE',
    en: 'The product code {actual} does not belong in this type of document',
    fix: ['Quite CodigoProducto.', 'Remove CodigoProducto.'],
    check: ({ type, lines }, report) => {
      if (PRODUCT_TYPES.includes(type)) return;
      lines.forEach(({ product }, index) => {
        if (product !== undefined) report({ at: atLine(index, 'CodigoProducto'), actual: product });
      });
    },
  }),
  onDte({
    code: 'RCP109',
    es: 'El producto {actual} exige la frase 9 con escenario 18 o 19',
    en: 'The product {actual} requires phrase 9 with scenario 18 or 19',
    fix: ['Añada la frase 9/18 o 9/19.', 'Add phrase 9/18 or 9/19.'],
    check: ({ lines, phrases }, report) => {
      const isExplained = phrases.some(
        ({ type, scenario }) => type === 9 && (scenario === 18 || scenario === 19),
      );
      if (isExplained) return;
      lines.forEach(({ product }, index) => {
        if (product !== undefined) report({ at: atLine(index, 'CodigoProducto'), actual: product });
      });
    },
  }),
];

export const TYPE_RULES: readonly FelRule[] = [...ONLY, ...MARKS, ...LEGAL_FORM, ...PRODUCTS];
