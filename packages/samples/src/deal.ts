/** An EN 16931 sale before it is written as UBL or JSON: figures in whole cents, all sums right. */
import type { Taxpayer } from '@ventanilla/invoice';
import { formatCents, type Good, sell } from './goods.ts';
import type { Random } from './random.ts';

export interface DealLine {
  id: string;
  good: Good;
  quantity: string;
  price: string;
  net: string;
  rate: string;
}

export interface DealTax {
  rate: string;
  taxable: string;
  tax: string;
}

/** Mutable on purpose: a fault changes any figure before the document is written. */
export interface Deal {
  kind: 'invoice' | 'credit-note';
  number: string;
  issueDate: string;
  dueDate: string;
  currency: string;
  seller: Taxpayer;
  sellerId: string;
  sellerName: string;
  sellerCountry: string;
  buyer: { name: string; vatId: string; country: string };
  buyerReference: string;
  order: string;
  preceding: { number: string; issueDate: string } | undefined;
  lines: DealLine[];
  taxes: DealTax[];
  lineNet: string;
  withoutTax: string;
  tax: string;
  withTax: string;
  due: string;
  dueCents: number;
}

/** What a credit note needs of an accepted invoice. */
export interface DealOrigin {
  readonly name: string;
  readonly deal: Pick<Deal, 'seller' | 'buyer' | 'number' | 'issueDate' | 'dueCents'>;
}

const RATES: Readonly<Record<string, readonly [number, number]>> = {
  DE: [19, 7],
  ES: [21, 10],
  FR: [20, 10],
  IT: [22, 10],
  PT: [23, 13],
  NL: [21, 9],
};
const BUYERS = [
  { name: 'Éclair Distribution SAS', vatId: 'FR40912345678', country: 'FR' },
  { name: 'Nordwind Handel GmbH', vatId: 'DE912345678', country: 'DE' },
  { name: 'Comercial Añil, S.L.', vatId: 'ESB91234567', country: 'ES' },
  { name: 'Bottega Verità S.r.l.', vatId: 'IT91234567890', country: 'IT' },
];
const DAY_MS = 86_400_000;
const isoDate = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

export interface DealContext {
  readonly random: Random;
  readonly nowMs: number;
  readonly sellers: readonly Taxpayer[];
  readonly lines: number;
}

function fillLines(deal: Deal, lines: readonly { line: DealLine; cents: number }[]): void {
  const byRate = new Map<string, number>();
  let net = 0;
  for (const { line, cents } of lines) {
    net += cents;
    byRate.set(line.rate, (byRate.get(line.rate) ?? 0) + cents);
  }
  let tax = 0;
  deal.taxes = [...byRate].map(([rate, cents]) => {
    const amount = Math.round((cents * Number(rate)) / 100);
    tax += amount;
    return { rate, taxable: formatCents(cents), tax: formatCents(amount) };
  });
  deal.lines = lines.map(({ line }) => line);
  deal.lineNet = formatCents(net);
  deal.withoutTax = formatCents(net);
  deal.tax = formatCents(tax);
  deal.withTax = formatCents(net + tax);
  deal.due = formatCents(net + tax);
  deal.dueCents = net + tax;
}

const drawLine = (random: Random, index: number, country: string) => {
  const { good, quantity, unitCents } = sell(random);
  const cents = quantity * unitCents;
  const [standard, reduced] = RATES[country]!;
  const line: DealLine = {
    id: String(index + 1),
    good,
    quantity: String(quantity),
    price: formatCents(unitCents),
    net: formatCents(cents),
    rate: String(random.next() < 0.7 ? standard : reduced),
  };
  return { line, cents };
};

/** A sound commercial invoice of the last thirty hours. */
export function drawDeal({ random, nowMs, sellers, lines }: DealContext): Deal {
  const seller = random.pick(sellers);
  const country = seller.region;
  const issuedMs = nowMs - random.integer(0, 30 * 3600) * 1000;
  const deal: Deal = {
    kind: 'invoice',
    number: `INV-${isoDate(issuedMs).slice(0, 4)}-${random.hex(8)}`,
    issueDate: isoDate(issuedMs),
    dueDate: isoDate(issuedMs + 30 * DAY_MS),
    currency: 'EUR',
    seller,
    sellerId: seller.id,
    sellerName: seller.name,
    sellerCountry: country,
    buyer: random.pick(BUYERS),
    buyerReference: `REF-${random.integer(1000, 9999)}`,
    order: `PO-${random.integer(10_000, 99_999)}`,
    preceding: undefined,
    lines: [],
    taxes: [],
    lineNet: '',
    withoutTax: '',
    tax: '',
    withTax: '',
    due: '',
    dueCents: 0,
  };
  fillLines(
    deal,
    Array.from({ length: lines }, (_, index) => drawLine(random, index, country)),
  );
  return deal;
}

/** A credit note for one small part of an invoice. */
export function drawCredit(context: DealContext, origin: DealOrigin): Deal {
  const { seller, buyer, number, issueDate, dueCents } = origin.deal;
  const deal = drawDeal({ ...context, sellers: [seller] });
  const [standard] = RATES[seller.region]!;
  const cents = Math.max(1, Math.floor(dueCents / context.random.integer(4, 20)));
  const { line } = drawLine(context.random, 0, seller.region);
  const credited: DealLine = {
    ...line,
    quantity: '1',
    price: formatCents(cents),
    net: formatCents(cents),
    rate: String(standard),
  };
  fillLines(deal, [{ line: credited, cents }]);
  deal.kind = 'credit-note';
  deal.number = `CN-${deal.number.slice(4)}`;
  deal.issueDate = isoDate(context.nowMs);
  deal.buyer = buyer;
  deal.preceding = { number, issueDate };
  return deal;
}
