/** Category codes that stand where the canonical invoice has none, or under another tax than VAT. */
import type { XmlElement } from '@ventanilla/xml';
import type { CategoryUse } from '../en16931/model.ts';
import { positionsOf } from '../xml-syntax/places.ts';
import { compact } from '../xml-syntax/read.ts';
import { amount, isCharge, ram, rams, text, vatIn } from './tree.ts';

type Maybe = XmlElement | undefined;

interface Holder {
  readonly kind: CategoryUse['kind'];
  readonly taxes: readonly XmlElement[];
  /** What the canonical invoice carries of `taxes`. */
  readonly chosen: Maybe;
  /** What a category adds to the sums. */
  readonly amount: CategoryUse['amount'] | undefined;
}

function usesOf({ kind, taxes, chosen, amount: value }: Holder): CategoryUse[] {
  const counted = new Set<string | undefined>([
    chosen === undefined ? undefined : text(chosen, 'CategoryCode'),
  ]);
  const uses: CategoryUse[] = [];
  for (const tax of taxes) {
    const category = text(tax, 'CategoryCode');
    if (tax === chosen || category === undefined) continue;
    const isVat = vatIn([tax]) !== undefined;
    uses.push(
      compact<CategoryUse>({
        kind,
        category,
        rate: amount(tax, 'RateApplicablePercent'),
        amount: counted.has(category) ? undefined : value,
        isVat,
        at: isVat ? positionsOf(tax) : undefined,
      }),
    );
    counted.add(category);
  }
  return uses;
}

function ofAllowances(settlement: Maybe, isLine: boolean): CategoryUse[] {
  return rams(settlement, 'SpecifiedTradeAllowanceCharge').flatMap((element) => {
    const taxes = rams(element, 'CategoryTradeTax');
    const charge = isCharge(element);
    const isInModel = !isLine && charge !== undefined;
    return usesOf({
      kind: charge === undefined ? 'other' : charge ? 'charges' : 'allowances',
      taxes,
      chosen: isInModel ? vatIn(taxes) : undefined,
      amount: isLine ? undefined : amount(element, 'ActualAmount'),
    });
  });
}

/** Of lines, their allowances and charges, and those of the document. */
export function readOtherUses(transaction: Maybe): CategoryUse[] {
  const header = ram(transaction, 'ApplicableHeaderTradeSettlement');
  const ofLines = rams(transaction, 'IncludedSupplyChainTradeLineItem').flatMap((line) => {
    const settlement = ram(line, 'SpecifiedLineTradeSettlement');
    const taxes = rams(settlement, 'ApplicableTradeTax');
    const chosen = vatIn(taxes);
    const net = 'SpecifiedTradeSettlementLineMonetarySummation';
    return [
      ...(taxes.length === 1 && chosen !== undefined
        ? []
        : usesOf({
            kind: 'lines',
            taxes,
            chosen,
            amount: amount(settlement, net, 'LineTotalAmount'),
          })),
      ...ofAllowances(settlement, true),
    ];
  });
  const stated = rams(header, 'ApplicableTradeTax')
    .filter((tax) => vatIn([tax]) === undefined)
    .flatMap((tax) =>
      usesOf({ kind: 'stated', taxes: [tax], chosen: undefined, amount: undefined }),
    );
  return [...ofLines, ...ofAllowances(header, false), ...stated];
}
