/** Issuer, receiver and certifier against their check digits and the registry of taxpayers. */
import { compare, formatDecimal, parseDecimal } from '@ventanilla/invoice';
import type { Facts } from '@ventanilla/rules';
import { DOCUMENT_TYPES, FINAL_CONSUMER_CAP } from '../data/document-types.ts';
import { FINAL_CONSUMER, isCui, isCuiShape, isForeignId, isNit } from '../identifiers.ts';
import { AT, type FelDte } from '../model.ts';
import { type FelRule, onDte } from './define.ts';

const issuerAt = `${AT.issuer}/@NITEmisor`;
const receiverAt = `${AT.receiver}/@IDReceptor`;

const issuerIn = ({ issuer }: FelDte, facts: Facts) => facts.registry?.taxpayers.get(issuer.id);

const ISSUER: readonly FelRule[] = [
  onDte({
    code: 'RCP302',
    es: 'El NIT del emisor {actual} no existe',
    en: "The issuer's NIT {actual} does not exist",
    fix: [
      'Revise el NIT y su dígito verificador; escríbalo sin guiones.',
      'Check the NIT and its check digit; write it without hyphens.',
    ],
    check: (dte, report, facts) => {
      const { id } = dte.issuer;
      if (id === '') return;
      const isKnown = facts.registry === undefined || issuerIn(dte, facts) !== undefined;
      if (!isNit(id) || !isKnown) report({ at: issuerAt, actual: id });
    },
  }),
  onDte({
    code: 'RCP303',
    scope: 'registry',
    es: 'El emisor {actual} no está afiliado al IVA',
    en: 'The issuer {actual} is not registered for VAT',
    fix: ['Actualice la afiliación del emisor.', "Bring the issuer's registration up to date."],
    check: (dte, report, facts) => {
      if (['CIVA', 'FESP', 'RECI', 'RDON'].includes(dte.type)) return;
      const known = issuerIn(dte, facts);
      if (known?.affiliation === '') report({ at: issuerAt, actual: dte.issuer.id });
    },
  }),
  onDte({
    code: 'RCP304',
    scope: 'registry',
    es: 'El emisor no está activo: {actual}',
    en: 'The issuer is not active: {actual}',
    fix: [
      'Regularice la situación del emisor antes de emitir.',
      "Put the issuer's standing in order before issuing.",
    ],
    check: (dte, report, facts) => {
      const known = issuerIn(dte, facts);
      if (known === undefined || known.status === 'active') return;
      report({ at: issuerAt, expected: 'active', actual: known.status });
    },
  }),
  onDte({
    code: 'RCP379',
    scope: 'registry',
    es: 'El emisor puede emitir en el régimen FEL desde {expected}; el DTE es del {actual}',
    en: 'The issuer may issue electronic documents from {expected}; this one is of {actual}',
    fix: [
      'Use una fecha posterior al alta del emisor en el régimen FEL.',
      "Use a date after the issuer's enrolment as an electronic issuer.",
    ],
    check: (dte, report, facts) => {
      const since = issuerIn(dte, facts)?.since.slice(0, 10);
      const day = dte.emission?.day;
      if (since === undefined || day === undefined || since <= day) return;
      report({ at: issuerAt, expected: since, actual: day });
    },
  }),
  onDte({
    code: 'RCP305',
    scope: 'registry',
    es: 'El establecimiento {actual} no existe o no está abierto para este emisor ({expected})',
    en: 'The establishment {actual} does not exist or is not open for this issuer ({expected})',
    fix: [
      'Use el código de un establecimiento activo del emisor.',
      "Use the code of one of the issuer's open establishments.",
    ],
    check: (dte, report, facts) => {
      const known = issuerIn(dte, facts);
      const { establishment } = dte.issuer;
      if (known === undefined || known.establishments.includes(establishment)) return;
      report({
        at: `${AT.issuer}/@CodigoEstablecimiento`,
        expected: known.establishments.join(', '),
        actual: establishment,
      });
    },
  }),
  onDte({
    code: 'VEN-FEL-002',
    severity: 'warning',
    scope: 'registry',
    source: 'FEL, reglas del emisor: afiliación según el RTU',
    es: 'La afiliación declarada {actual} no es la del registro ({expected})',
    en: 'The affiliation stated, {actual}, is not the one in the registry ({expected})',
    fix: [
      'Tome la afiliación del registro; si cambió hace menos de cinco días puede mostrar la anterior.',
      'Take the affiliation from the registry; within five days of a change the old one may stand.',
    ],
    check: (dte, report, facts) => {
      const known = issuerIn(dte, facts);
      const { affiliation } = dte.issuer;
      if (known === undefined || affiliation === '' || affiliation === 'OMI') return;
      if (known.affiliation === '' || known.affiliation === affiliation) return;
      report({
        at: `${AT.issuer}/@AfiliacionIVA`,
        expected: known.affiliation,
        actual: affiliation,
      });
    },
  }),
];

/** Small-taxpayer types have a code of their own for a wrong affiliation (RCP317). */
const SMALL_TYPES = ['FPEQ', 'FCAP'];

const AFFILIATION: readonly FelRule[] = (['RCP316', 'RCP317', 'RCP9'] as const).map((code) =>
  onDte({
    code,
    es: 'El tipo de DTE no corresponde a la afiliación {actual}; corresponde a {expected}',
    en: 'This type of document is not for affiliation {actual}; it is for {expected}',
    fix: [
      'Use el tipo de DTE que corresponde a la afiliación del emisor.',
      "Use the type of document that fits the issuer's affiliation.",
    ],
    check: ({ type, issuer }, report) => {
      const allowed = DOCUMENT_TYPES[type]?.affiliations;
      const isOmission = issuer.affiliation === 'OMI';
      const affiliation = isOmission ? issuer.omissionAffiliation : issuer.affiliation;
      if (allowed === undefined || affiliation === undefined || affiliation === '') return;
      const own = isOmission ? 'RCP9' : SMALL_TYPES.includes(type) ? 'RCP317' : 'RCP316';
      if (own !== code || allowed.includes(affiliation)) return;
      report({
        at: `${AT.issuer}/@${isOmission ? 'AfiliacionOmiso' : 'AfiliacionIVA'}`,
        expected: allowed.join(', '),
        actual: affiliation,
      });
    },
  }),
);

const RECEIVER: readonly FelRule[] = [
  onDte({
    code: 'RCP307',
    es: 'El CUI del receptor {actual} no es numérico de 12 o 13 dígitos',
    en: "The receiver's CUI {actual} is not a number of 12 or 13 digits",
    fix: ['Escriba el CUI sin espacios ni guiones.', 'Write the CUI without spaces or hyphens.'],
    check: ({ receiver }, report) => {
      if (receiver.special === 'CUI' && !isCuiShape(receiver.id)) {
        report({ at: receiverAt, actual: receiver.id });
      }
    },
  }),
  onDte({
    code: 'RCP308',
    es: 'El dígito verificador del CUI {actual} no corresponde',
    en: 'The check digit of the CUI {actual} is wrong',
    fix: ['Revise el CUI con el receptor.', 'Check the CUI with the receiver.'],
    check: ({ receiver }, report) => {
      if (receiver.special === 'CUI' && isCuiShape(receiver.id) && !isCui(receiver.id)) {
        report({ at: receiverAt, actual: receiver.id });
      }
    },
  }),
  onDte({
    code: 'RCP309',
    es: 'El NIT del receptor {actual} no existe',
    en: "The receiver's NIT {actual} does not exist",
    fix: [
      'Revise el NIT; para consumidor final escriba CF.',
      'Check the NIT; write CF for a final consumer.',
    ],
    check: ({ receiver }, report, facts) => {
      const { id, special } = receiver;
      if (special !== undefined || id === FINAL_CONSUMER || id === '') return;
      const isKnown = facts.registry === undefined || facts.registry.taxpayers.has(id);
      if (!isNit(id) || !isKnown) report({ at: receiverAt, actual: id });
    },
  }),
  onDte({
    code: 'RCP111',
    es: 'La identificación extranjera {actual} es un NIT o CUI de Guatemala',
    en: 'The foreign identification {actual} is a Guatemalan NIT or CUI',
    fix: ['Identifique al receptor por su NIT o CUI.', 'Identify the receiver by NIT or CUI.'],
    check: ({ receiver }, report, facts) => {
      if (receiver.special !== 'EXT' || facts.registry === undefined) return;
      if (facts.registry.taxpayers.has(receiver.id)) {
        report({ at: receiverAt, actual: receiver.id });
      }
    },
  }),
  onDte({
    code: 'INF382',
    es: 'La identificación extranjera {actual} no tiene de 3 a 18 letras mayúsculas o dígitos',
    en: 'The foreign identification {actual} is not 3 to 18 capital letters or digits',
    fix: ['Quite espacios y minúsculas.', 'Remove spaces and lower-case letters.'],
    check: ({ receiver }, report) => {
      if (receiver.special === 'EXT' && !isForeignId(receiver.id)) {
        report({ at: receiverAt, actual: receiver.id });
      }
    },
  }),
  onDte({
    code: 'INF381',
    es: 'Una factura especial no puede ser para consumidor final',
    en: 'A special invoice cannot be for a final consumer',
    fix: ['Identifique al vendedor.', 'Identify the seller.'],
    check: ({ type, receiver }, report) => {
      if (type === 'FESP' && receiver.id === FINAL_CONSUMER) report({ at: receiverAt });
    },
  }),
  onDte({
    code: 'RCP436',
    es: 'El receptor no puede ser CF para este tipo de DTE',
    en: 'The receiver cannot be CF for this type of document',
    fix: ['Identifique al receptor.', 'Identify the receiver.'],
    check: ({ type, receiver }, report) => {
      const isRefused = DOCUMENT_TYPES[type]?.finalConsumerRefused === true;
      if (isRefused && receiver.id === FINAL_CONSUMER) report({ at: receiverAt });
    },
  }),
  onDte({
    code: 'RCP535',
    es: 'El gran total {actual} alcanza el límite de {expected} quetzales para consumidor final',
    en: 'The grand total {actual} reaches the limit of {expected} quetzales for a final consumer',
    fix: ['Identifique al receptor con su NIT o CUI.', 'Identify the receiver by NIT or CUI.'],
    // Other currencies need the central bank's rate of the day, which is not a fact given to rules.
    check: ({ type, receiver, currency, grandTotal }, report) => {
      if (DOCUMENT_TYPES[type]?.finalConsumerCap !== true) return;
      if (receiver.id !== FINAL_CONSUMER || currency !== 'GTQ' || grandTotal === undefined) return;
      const cap = parseDecimal(FINAL_CONSUMER_CAP);
      if (cap === undefined || compare(grandTotal, cap) < 0) return;
      report({
        at: `${AT.totals}/GranTotal`,
        expected: FINAL_CONSUMER_CAP,
        actual: formatDecimal(grandTotal),
      });
    },
  }),
];

const CERTIFIER = onDte({
  code: 'RCP362',
  scope: 'registry',
  es: 'El NIT del certificador {actual} no es el de quien envía ({expected})',
  en: "The certifier's NIT {actual} is not that of the submitter ({expected})",
  fix: [
    'Cada certificador envía solo los DTE que certificó.',
    'A certifier sends only the documents it certified.',
  ],
  check: ({ certification }, report, facts) => {
    const submitter = facts.registry?.submitter;
    if (submitter?.kind !== 'certifier' || certification === undefined) return;
    if (certification.certifierId === submitter.taxpayerId) return;
    report({
      at: `${AT.certification}/NITCertificador`,
      expected: submitter.taxpayerId,
      actual: certification.certifierId,
    });
  },
});

export const PARTIES: readonly FelRule[] = [...ISSUER, ...AFFILIATION, ...RECEIVER, CERTIFIER];
