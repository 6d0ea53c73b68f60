/** Ways to break an EN 16931 invoice, whatever its syntax, each with the rule that must fire. */
import { CODES } from './codes.ts';
import type { Deal } from './deal.ts';
import { formatCents } from './goods.ts';
import type { SeededFault } from './sample.ts';
import { demoTaxpayers } from './taxpayers.ts';

export type DealFault = SeededFault<Deal>;

const shift = (value: string, cents: number): string =>
  formatCents(Math.round(Number(value) * 100) + cents);

/** Sums: each breaks exactly one equation of EN 16931. */
export const SUM_FAULTS: readonly DealFault[] = [
  {
    name: 'lines-sum',
    codes: ['BR-CO-10'],
    draft: (deal) => {
      deal.lineNet = shift(deal.lineNet, 100);
      deal.withoutTax = shift(deal.withoutTax, 100);
      deal.withTax = shift(deal.withTax, 100);
      deal.due = shift(deal.due, 100);
    },
  },
  {
    name: 'total-without-tax',
    codes: ['BR-CO-13'],
    draft: (deal) => {
      deal.withoutTax = shift(deal.withoutTax, 100);
      deal.withTax = shift(deal.withTax, 100);
      deal.due = shift(deal.due, 100);
    },
  },
  {
    name: 'tax-sum',
    codes: ['BR-CO-14'],
    draft: (deal) => {
      deal.tax = shift(deal.tax, 100);
      deal.withTax = shift(deal.withTax, 100);
      deal.due = shift(deal.due, 100);
    },
  },
  {
    name: 'total-with-tax',
    codes: ['BR-CO-15'],
    draft: (deal) => {
      deal.withTax = shift(deal.withTax, 100);
      deal.due = shift(deal.due, 100);
    },
  },
  {
    name: 'amount-due',
    codes: ['BR-CO-16'],
    draft: (deal) => {
      deal.due = shift(deal.due, 100);
    },
  },
];

const foreigners = () => demoTaxpayers().filter(({ affiliation }) => affiliation === 'VAT');

/** The registry of taxpayers. */
export const SELLER_FAULTS: readonly DealFault[] = [
  {
    name: 'seller-unknown',
    codes: [CODES.unknownIssuer, CODES.foreignIssuer],
    decidedBy: 'registry',
    kinds: ['invoice'],
    draft: (deal, random) => {
      deal.sellerId = `DE8${random.integer(10_000_000, 99_999_999)}`;
      deal.sellerCountry = 'DE';
    },
  },
  {
    name: 'seller-suspended',
    codes: [CODES.inactiveIssuer],
    decidedBy: 'registry',
    kinds: ['invoice'],
    draft: (deal, random) => {
      const seller = random.pick(foreigners().filter(({ status }) => status !== 'active'));
      deal.seller = seller;
      deal.sellerId = seller.id;
      deal.sellerName = seller.name;
      deal.sellerCountry = seller.region;
    },
  },
];
