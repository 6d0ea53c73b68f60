/** Ways to break a FEL document, each with the official code that it must raise. */
import type { Taxpayer } from '@ventanilla/invoice';
import { CODES } from '../codes.ts';
import { formatCents, formatMicros, type Sale } from '../goods.ts';
import { breakCheckDigit, createNit } from '../identifiers.ts';
import type { Random } from '../random.ts';
import type { SeededFault } from '../sample.ts';
import { demoTaxpayers } from '../taxpayers.ts';
import { type FelDraft, formatLocal, setSales, writeInstalments } from './draft.ts';

type FelFault = SeededFault<FelDraft>;
const INVOICES = ['FACT', 'FCAM'];
const DAY_MS = 86_400_000;

const shiftMicros = (value: string, micros: number): string =>
  formatMicros(Math.round(Number(value) * 1e6) + micros);
const shiftCents = (value: string, cents: number): string =>
  formatCents(Math.round(Number(value) * 100) + cents);
const shiftTime = (local: string, ms: number): string => formatLocal(Date.parse(local) + ms);

const issuersWith = (test: (taxpayer: Taxpayer) => boolean): readonly Taxpayer[] =>
  demoTaxpayers().filter((taxpayer) => taxpayer.region.startsWith('GT-') && test(taxpayer));

const setIssuer = (draft: FelDraft, issuer: Taxpayer): void => {
  draft.issuer = issuer;
  draft.issuerId = issuer.id;
  draft.establishment = '1';
  draft.affiliation = issuer.affiliation;
};

const pickIssuer = (draft: FelDraft, random: Random, test: (taxpayer: Taxpayer) => boolean): void =>
  setIssuer(draft, random.pick(issuersWith(test)));

const nameReceiver = (draft: FelDraft, id: string, special = ''): void => {
  draft.receiver = { id, special, name: 'RECEPTOR DE PRUEBA' };
};

const DEAR: Sale = {
  good: {
    name: 'Equipo de cómputo',
    english: 'Computer',
    kind: 'B',
    unit: 'UND',
    unece: 'C62',
    cents: [0, 0],
  },
  quantity: 1,
  unitCents: 275_000,
  discountCents: 0,
};

const arithmetic: readonly FelFault[] = [
  {
    name: 'grand-total',
    codes: ['RCP349'],
    draft: (draft) => {
      draft.grandTotal = shiftCents(draft.grandTotal, 100);
    },
  },
  {
    name: 'line-total',
    codes: ['RCP348'],
    draft: (draft) => {
      draft.lines[0]!.total = shiftCents(draft.lines[0]!.total, 500);
      draft.grandTotal = shiftCents(draft.grandTotal, 500);
    },
  },
  {
    name: 'line-price',
    codes: ['RCP313'],
    draft: (draft) => {
      draft.lines[0]!.unitPrice = shiftCents(draft.lines[0]!.unitPrice, 7);
    },
  },
  {
    name: 'line-tax',
    codes: ['RCP331'],
    draft: (draft) => {
      draft.lines[0]!.tax = shiftMicros(draft.lines[0]!.tax, 1_000_000);
      draft.taxTotal = shiftMicros(draft.taxTotal, 1_000_000);
    },
  },
  {
    name: 'tax-total',
    codes: ['RCP332'],
    draft: (draft) => {
      draft.taxTotal = shiftMicros(draft.taxTotal, 50_000);
    },
  },
  {
    name: 'taxable-amount',
    codes: ['RCP226'],
    draft: (draft) => {
      const line = draft.lines[0]!;
      line.taxable = shiftMicros(line.taxable, 10_000_000);
      line.tax = shiftMicros(line.tax, 1_200_000);
      draft.taxTotal = shiftMicros(draft.taxTotal, 1_200_000);
    },
  },
  {
    name: 'discount-above-price',
    codes: ['RCP314'],
    draft: (draft) => {
      draft.lines[0]!.discount = shiftCents(draft.lines[0]!.price, 1000);
    },
  },
];

const taxes: readonly FelFault[] = [
  {
    name: 'tax-unit-unknown',
    codes: ['RCP330'],
    draft: (draft) => {
      draft.lines[0]!.taxUnit = '9';
    },
  },
  {
    name: 'vat-counted-in-units',
    observations: ['SEC502'],
    draft: (draft) => {
      draft.lines[0]!.taxableUnits = '1';
    },
  },
  {
    name: 'line-without-vat-unexplained',
    codes: ['RCP325'],
    kinds: INVOICES,
    draft: (draft) => {
      const line = draft.lines[0]!;
      draft.taxTotal = shiftMicros(draft.taxTotal, -Math.round(Number(line.tax) * 1e6));
      line.taxUnit = '2';
      line.taxable = line.total;
      line.tax = '0.00';
    },
  },
];

const parties: readonly FelFault[] = [
  {
    name: 'issuer-check-digit',
    codes: ['RCP302', CODES.foreignIssuer],
    decidedBy: 'registry',
    draft: (draft) => {
      draft.issuerId = breakCheckDigit(draft.issuerId);
    },
  },
  {
    name: 'issuer-unknown',
    codes: ['RCP302', CODES.foreignIssuer],
    decidedBy: 'registry',
    draft: (draft, random) => {
      draft.issuerId = createNit(String(9_800_000_000 + random.integer(0, 9_999_999)));
    },
  },
  {
    name: 'issuer-suspended',
    codes: ['RCP304'],
    decidedBy: 'registry',
    kinds: INVOICES,
    draft: (draft, random) =>
      pickIssuer(draft, random, (t) => t.status === 'suspended' && t.affiliation === 'GEN'),
  },
  {
    name: 'issuer-cancelled',
    codes: ['RCP304'],
    decidedBy: 'registry',
    kinds: INVOICES,
    draft: (draft, random) =>
      pickIssuer(draft, random, (t) => t.status === 'cancelled' && t.affiliation === 'GEN'),
  },
  {
    name: 'affiliation-not-allowed',
    codes: ['RCP316'],
    kinds: INVOICES,
    draft: (draft, random) =>
      pickIssuer(draft, random, (t) => t.status === 'active' && t.affiliation === 'PEQ'),
  },
  {
    name: 'establishment-unknown',
    codes: ['RCP305'],
    decidedBy: 'registry',
    draft: (draft) => {
      draft.establishment = '77';
    },
  },
  {
    name: 'receiver-check-digit',
    codes: ['RCP309'],
    kinds: INVOICES,
    draft: (draft) => nameReceiver(draft, breakCheckDigit(demoTaxpayers()[3]!.id)),
  },
  {
    name: 'receiver-unknown',
    codes: ['RCP309'],
    decidedBy: 'registry',
    kinds: INVOICES,
    draft: (draft, random) =>
      nameReceiver(draft, createNit(String(9_700_000_000 + random.integer(0, 9_999_999)))),
  },
  {
    name: 'cui-check-digit',
    codes: ['RCP308'],
    kinds: INVOICES,
    draft: (draft) => nameReceiver(draft, '9123456700101', 'CUI'),
  },
  {
    name: 'cui-not-numeric',
    codes: ['RCP307'],
    kinds: INVOICES,
    draft: (draft) => nameReceiver(draft, 'A123456780101', 'CUI'),
  },
  {
    name: 'final-consumer-over-cap',
    codes: ['RCP535'],
    kinds: ['FACT'],
    draft: (draft) => {
      setSales(draft, [DEAR]);
      draft.receiver = { id: 'CF', special: '', name: 'CONSUMIDOR FINAL' };
    },
  },
];

const dates: readonly FelFault[] = [
  {
    name: 'emitted-after-month',
    codes: ['RCP301', CODES.futureDate],
    kinds: INVOICES,
    draft: (draft) => {
      draft.emittedAt = shiftTime(draft.certifiedAt, 35 * DAY_MS);
    },
  },
  {
    name: 'emitted-long-ago',
    observations: ['INF300'],
    kinds: INVOICES,
    draft: (draft) => {
      draft.emittedAt = shiftTime(draft.certifiedAt, -9 * DAY_MS);
    },
  },
  {
    name: 'certified-in-future',
    codes: [CODES.futureDate],
    kinds: INVOICES,
    draft: (draft) => {
      draft.certifiedAt = shiftTime(draft.certifiedAt, 6 * DAY_MS);
      draft.emittedAt = draft.certifiedAt;
    },
  },
  {
    name: 'sent-late',
    observations: ['INF363'],
    kinds: INVOICES,
    draft: (draft) => {
      draft.certifiedAt = shiftTime(draft.certifiedAt, -3 * DAY_MS);
      draft.emittedAt = draft.certifiedAt;
    },
  },
];

const phrases: readonly FelFault[] = [
  {
    name: 'phrase-missing',
    codes: ['RCP318'],
    draft: (draft) => {
      draft.phrases = [];
    },
  },
  {
    name: 'phrase-repeated',
    codes: ['RCP487'],
    draft: (draft) => {
      draft.phrases = [draft.phrases[0]!, draft.phrases[0]!];
    },
  },
  {
    name: 'phrase-not-allowed',
    codes: ['RCP319'],
    draft: (draft) => {
      draft.phrases = [draft.phrases[0]!, { type: '3', scenario: '1' }];
    },
  },
  {
    name: 'phrase-scenario-unknown',
    codes: ['RCP320'],
    draft: (draft) => {
      draft.phrases = [{ type: '1', scenario: '9' }];
    },
  },
];

const certification: readonly FelFault[] = [
  {
    name: 'series-mismatch',
    codes: ['RCP366'],
    draft: (draft) => {
      draft.series = draft.series.startsWith('A')
        ? `B${draft.series.slice(1)}`
        : `A${draft.series.slice(1)}`;
    },
  },
  {
    name: 'number-mismatch',
    codes: ['RCP367'],
    draft: (draft) => {
      draft.number = String(Number(draft.number) + 1);
    },
  },
  {
    name: 'not-certified',
    codes: ['GEN101', CODES.unidentified],
    text: (text) => text.replace(/<dte:Certificacion>[\s\S]*<\/dte:Certificacion>\n/, ''),
  },
  {
    name: 'not-signed-by-certifier',
    codes: ['GEN103'],
    text: (text) =>
      text.replace(/<ds:Signature Id="sig-certificador">[\s\S]*<\/ds:Signature>\n/, ''),
  },
];

const structure: readonly FelFault[] = [
  {
    name: 'currency-unknown',
    codes: ['GEN102'],
    draft: (draft) => {
      draft.currency = 'XXX';
    },
  },
  {
    name: 'element-unknown',
    codes: ['GEN102'],
    text: (text) => text.replace('<dte:Items>', '<dte:Sorpresa/><dte:Items>'),
  },
  {
    name: 'element-order',
    codes: ['GEN102'],
    text: (text) =>
      text.replace(
        /(<dte:PrecioUnitario>[^<]*<\/dte:PrecioUnitario>)(<dte:Precio>[^<]*<\/dte:Precio>)/,
        '$2$1',
      ),
  },
  {
    name: 'issuer-name-missing',
    codes: ['GEN102'],
    text: (text) => text.replace(/ NombreEmisor="[^"]*"/, ''),
  },
  {
    name: 'grand-total-missing',
    codes: ['GEN102'],
    text: (text) => text.replace(/<dte:GranTotal>[^<]*<\/dte:GranTotal>/, ''),
  },
  {
    name: 'adenda-sent',
    codes: ['GEN102'],
    text: (text) =>
      text.replace('</dte:SAT>', '<dte:Adenda><Pedido>1</Pedido></dte:Adenda></dte:SAT>'),
  },
];

const complements: readonly FelFault[] = [
  {
    name: 'instalments-missing',
    codes: ['RCP119'],
    kinds: ['FCAM'],
    draft: (draft) => {
      draft.complement = '';
    },
  },
  {
    name: 'reference-missing',
    codes: ['RCP119'],
    kinds: ['NCRE', 'NDEB'],
    draft: (draft) => {
      draft.complement = '';
    },
  },
  {
    name: 'instalments-not-allowed',
    codes: ['RCP120'],
    kinds: ['FACT'],
    draft: (draft) => {
      draft.complement = writeInstalments(draft.grandCents, Date.parse(draft.emittedAt));
    },
  },
];

export const FEL_FAULTS: readonly FelFault[] = [
  ...arithmetic,
  ...taxes,
  ...parties,
  ...dates,
  ...phrases,
  ...certification,
  ...structure,
  ...complements,
];
