/** Rules of single VAT categories: BR-IC-11 and 12, BR-O-11 to 14, BR-B-01 and 02. */
import { defineRule, type EnRule } from './define.ts';
import type { EnModel } from './model.ts';
import { isCategoryUsed, ofCategory, otherTaxUses } from './vat-categories.ts';

const blank = (value: string | undefined): boolean => value === undefined || value.length < 2;

const intraCommunity: readonly EnRule[] = [
  defineRule(
    'BR-IC-11',
    {
      message: {
        es: 'Una entrega intracomunitaria necesita fecha de entrega (BT-72) o periodo (BG-14)',
        en: 'An intra-community supply needs a delivery date (BT-72) or a period (BG-14)',
      },
      hint: { es: 'Indique la fecha o el periodo.', en: 'Give the date or the period.' },
    },
    (model, report) => {
      if (ofCategory(model, 'K').length === 0) return;
      const { delivery, period, taxPointCode } = model.invoice;
      const hasPeriod =
        period?.start !== undefined || period?.end !== undefined || taxPointCode !== undefined;
      if (blank(delivery?.date) && !hasPeriod) report({ at: 'delivery/date' });
    },
  ),
  defineRule(
    'BR-IC-12',
    {
      message: {
        es: 'Una entrega intracomunitaria necesita el país de entrega (BT-80)',
        en: 'An intra-community supply needs the country of delivery (BT-80)',
      },
      hint: { es: 'Indique el país de entrega.', en: 'Give the country of delivery.' },
    },
    (model, report) => {
      if (ofCategory(model, 'K').length === 0) return;
      if (blank(model.invoice.delivery?.address?.country))
        report({ at: 'delivery/address/country' });
    },
  ),
];

/** BR-O-11 to 14: what is not subject to VAT does not mix with what is. */
const notSubject: readonly EnRule[] = (
  [
    ['BR-O-11', 'taxBreakdown', 'otro desglose', 'another breakdown'],
    ['BR-O-12', 'lines', 'una línea', 'a line'],
    ['BR-O-13', 'allowances', 'un descuento', 'an allowance'],
    ['BR-O-14', 'charges', 'un cargo', 'a charge'],
  ] as const
).map(([code, kind, es, en]) =>
  defineRule(
    code,
    {
      message: {
        es: `Una factura no sujeta a IVA (categoría O) no admite ${es} de otra categoría`,
        en: `An invoice not subject to VAT (category O) takes no ${en.replace(/^an? |^another /, '')} of another category`,
      },
      hint: {
        es: 'Separe lo no sujeto en otra factura.',
        en: 'Put what is not subject on another invoice.',
      },
    },
    (model, report) => {
      if (ofCategory(model, 'O').length === 0) return;
      const hasOther =
        kind === 'taxBreakdown'
          ? (model.invoice.taxBreakdown ?? []).some(
              ({ category }) => category !== undefined && category !== 'O',
            )
          : [...model.bases].some(([category, base]) => category !== 'O' && base[kind] > 0);
      if (hasOther) report({ at: kind });
    },
  ),
);

const splitPayment: readonly EnRule[] = [
  defineRule(
    'BR-B-01',
    {
      message: {
        es: 'La categoría B (pago dividido) solo se usa en facturas italianas nacionales',
        en: 'Category B (split payment) is only for domestic Italian invoices',
      },
      hint: { es: 'Use otra categoría de IVA.', en: 'Use another VAT category.' },
    },
    (model, report) => {
      if (!usesCategory(model, 'B')) return;
      const { seller, buyer, taxRepresentative, delivery } = model.invoice;
      const countries = [seller, buyer, taxRepresentative, delivery].map(
        (p) => p?.address?.country,
      );
      const origins = (model.invoice.lines ?? []).map(({ item }) => item?.originCountry);
      if ([...countries, ...origins].some((country) => country !== undefined && country !== 'IT')) {
        report({ at: 'taxBreakdown' });
      }
    },
  ),
  defineRule(
    'BR-B-02',
    {
      message: {
        es: 'La categoría B (pago dividido) no se mezcla con la categoría S',
        en: 'Category B (split payment) does not mix with category S',
      },
      hint: { es: 'Use una sola de las dos.', en: 'Use only one of the two.' },
    },
    (model, report) => {
      if (usesCategory(model, 'B') && usesCategory(model, 'S')) report({ at: 'taxBreakdown' });
    },
  ),
];

export const usesCategory = (model: EnModel, code: string): boolean =>
  isCategoryUsed(model, code) ||
  ofCategory(model, code).length > 0 ||
  otherTaxUses(model, code) + (model.bases.get(code)?.otherTax.stated ?? 0) > 0;

export const SPECIAL_VAT_RULES: readonly EnRule[] = [
  ...intraCommunity,
  ...notSubject,
  ...splitPayment,
];
