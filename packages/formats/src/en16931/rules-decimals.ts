/** BR-DEC-*: at most two decimals. */
import type { Decimal, Totals } from '@ventanilla/invoice';
import { defineRule, type EnRule, each, eachBreakdown, eachOfLines } from './define.ts';
import type { EnModel } from './model.ts';
import { shown } from './money.ts';

type Visit = (value: Decimal | undefined, at: string) => void;

const decimals = (code: string, term: string, visitAll: (model: EnModel, visit: Visit) => void) =>
  defineRule(
    code,
    {
      message: {
        es: `${term} admite como mucho dos decimales: {actual}`,
        en: `${term} takes at most two decimals: {actual}`,
      },
      hint: { es: 'Redondee a dos decimales.', en: 'Round to two decimals.' },
    },
    (model, report) =>
      visitAll(model, (value, at) => {
        if (value !== undefined && value.scale > 2) report({ at, actual: shown(value) });
      }),
  );

const ofTotals = (code: string, term: string, field: keyof Totals): EnRule =>
  decimals(code, term, ({ invoice }, visit) => visit(invoice.totals?.[field], `totals/${field}`));

const ofDocument = (
  code: string,
  term: string,
  kind: 'allowances' | 'charges',
  field: 'amount' | 'baseAmount',
): EnRule =>
  decimals(code, term, ({ invoice }, visit) =>
    each(invoice[kind], kind, (entry, at) => visit(entry[field], `${at}/${field}`)),
  );

const ofLines = (
  code: string,
  term: string,
  kind: 'allowances' | 'charges',
  field: 'amount' | 'baseAmount',
): EnRule =>
  decimals(code, term, (model, visit) =>
    eachOfLines(model, kind, (entry, at) => visit(entry[field], `${at}/${field}`)),
  );

const ofBreakdown = (code: string, term: string, field: 'taxableAmount' | 'taxAmount'): EnRule =>
  decimals(code, term, (model, visit) =>
    eachBreakdown(model, (entry, at) => visit(entry[field], `${at}/${field}`)),
  );

export const DECIMAL_RULES: readonly EnRule[] = [
  ofDocument('BR-DEC-01', 'BT-92', 'allowances', 'amount'),
  ofDocument('BR-DEC-02', 'BT-93', 'allowances', 'baseAmount'),
  ofDocument('BR-DEC-05', 'BT-99', 'charges', 'amount'),
  ofDocument('BR-DEC-06', 'BT-100', 'charges', 'baseAmount'),
  ofTotals('BR-DEC-09', 'BT-106', 'lineNet'),
  ofTotals('BR-DEC-10', 'BT-107', 'allowances'),
  ofTotals('BR-DEC-11', 'BT-108', 'charges'),
  ofTotals('BR-DEC-12', 'BT-109', 'withoutTax'),
  ofTotals('BR-DEC-13', 'BT-110', 'tax'),
  ofTotals('BR-DEC-14', 'BT-112', 'withTax'),
  ofTotals('BR-DEC-15', 'BT-111', 'taxInAccountingCurrency'),
  ofTotals('BR-DEC-16', 'BT-113', 'paid'),
  ofTotals('BR-DEC-17', 'BT-114', 'rounding'),
  ofTotals('BR-DEC-18', 'BT-115', 'due'),
  ofBreakdown('BR-DEC-19', 'BT-116', 'taxableAmount'),
  ofBreakdown('BR-DEC-20', 'BT-117', 'taxAmount'),
  decimals('BR-DEC-23', 'BT-131', ({ invoice }, visit) =>
    each(invoice.lines, 'lines', ({ netAmount }, at) => visit(netAmount, `${at}/netAmount`)),
  ),
  ofLines('BR-DEC-24', 'BT-136', 'allowances', 'amount'),
  ofLines('BR-DEC-25', 'BT-137', 'allowances', 'baseAmount'),
  ofLines('BR-DEC-27', 'BT-141', 'charges', 'amount'),
  ofLines('BR-DEC-28', 'BT-142', 'charges', 'baseAmount'),
];
