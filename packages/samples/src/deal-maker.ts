/** Makes the documents of both EN 16931 syntaxes. */
import { CODES } from './codes.ts';
import { type Deal, type DealContext, type DealOrigin, drawCredit, drawDeal } from './deal.ts';
import type { DealFault } from './deal-faults.ts';
import { formatCents } from './goods.ts';
import { createOrigins, expectationOf, type Maker, nameSample } from './maker.ts';
import type { Random } from './random.ts';
import { encodeDocument, type FaultExpectation, type Sample, type SampleFormat } from './sample.ts';
import { demoTaxpayers } from './taxpayers.ts';

const RELATION_FAULTS: readonly FaultExpectation[] = [
  { name: 'duplicate-number', codes: [CODES.duplicateKey], decidedBy: 'ledger' },
  { name: 'credit-beyond-origin', codes: [CODES.originBalance], decidedBy: 'ledger' },
];

export interface Syntax {
  readonly format: SampleFormat;
  readonly mediaType: Sample['mediaType'];
  readonly write: (deal: Deal) => string;
  readonly faults: readonly DealFault[];
}

/** One line that is worth more than the whole of the origin. */
function exceedOrigin(deal: Deal, origin: DealOrigin): void {
  const cents = origin.deal.dueCents + 100;
  const line = deal.lines[0]!;
  const tax = Math.round((cents * Number(line.rate)) / 100);
  deal.lines = [{ ...line, price: formatCents(cents), net: formatCents(cents) }];
  deal.taxes = [{ rate: line.rate, taxable: formatCents(cents), tax: formatCents(tax) }];
  deal.lineNet = formatCents(cents);
  deal.withoutTax = deal.lineNet;
  deal.tax = formatCents(tax);
  deal.withTax = formatCents(cents + tax);
  deal.due = deal.withTax;
}

interface Drawn {
  readonly deal: Deal;
  readonly origin?: DealOrigin;
}

function drawRelated(context: DealContext, origin: DealOrigin, fault?: string): Drawn {
  if (fault === 'duplicate-number') {
    const deal = drawDeal({ ...context, sellers: [origin.deal.seller] });
    deal.number = origin.deal.number;
    deal.issueDate = origin.deal.issueDate;
    return { deal, origin };
  }
  const deal = drawCredit(context, origin);
  if (fault === 'credit-beyond-origin') exceedOrigin(deal, origin);
  return { deal, origin };
}

export function createDealMaker(
  syntax: Syntax,
  random: Random,
  nowMs: number,
  lines: number,
): Maker {
  const sellers = demoTaxpayers().filter(
    ({ status, affiliation }) => status === 'active' && affiliation === 'VAT',
  );
  const context: DealContext = { random, nowMs, sellers, lines };
  const origins = createOrigins<DealOrigin>(64);
  const documentFaults = new Map(syntax.faults.map((fault) => [fault.name, fault]));
  const relationFaults = new Map(RELATION_FAULTS.map((fault) => [fault.name, fault]));

  const draw = (kinds: readonly string[] | undefined, relation: string | undefined): Drawn => {
    const wanted = kinds === undefined || kinds.includes('credit-note');
    if (relation === undefined && (!wanted || random.next() < 0.85))
      return { deal: drawDeal(context) };
    const origin = origins.take(random);
    if (origin === undefined) return { deal: drawDeal(context) };
    return drawRelated(context, origin, relation);
  };

  return {
    format: syntax.format,
    faults: [...documentFaults.keys(), ...relationFaults.keys()],
    make: (index, faultName) => {
      const documentFault = documentFaults.get(faultName ?? '');
      const relation = relationFaults.get(faultName ?? '');
      const { deal, origin } = draw(documentFault?.kinds, relation?.name);
      const fault: DealFault | undefined =
        documentFault ?? (origin === undefined ? undefined : relation);
      fault?.draft?.(deal, random);
      const expect = expectationOf(fault);
      const name = nameSample(index, syntax.format, deal.kind, fault);
      if (fault === undefined && deal.kind === 'invoice') origins.add({ name, deal });
      const waits =
        origin !== undefined && (expect.codes.length === 0 || expect.decidedBy === 'ledger');
      return {
        name,
        mediaType: syntax.mediaType,
        bytes: encodeDocument(syntax.write(deal), fault),
        format: syntax.format,
        issuerId: deal.sellerId,
        expect,
        ...(waits && { dependsOn: origin.name }),
      };
    },
  };
}
