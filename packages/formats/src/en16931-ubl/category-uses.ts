/** Category codes that stand where the canonical invoice has none, or under another tax than VAT. */
import type { XmlElement } from '@ventanilla/xml';
import type { CategoryUse, PlacedBreakdown } from '../en16931/model.ts';
import { positionsOf } from '../xml-syntax/places.ts';
import { readBreakdown } from './read-tax.ts';
import { all, amount, cbc, compact, indicator, text, vatIn } from './tree.ts';

const isDocument = (element: XmlElement | undefined): boolean =>
  element !== undefined && element.parent === undefined;
const isLine = (element: XmlElement | undefined): boolean =>
  (element?.name === 'InvoiceLine' || element?.name === 'CreditNoteLine') &&
  isDocument(element.parent);

type Place = 'line' | 'allowance' | 'breakdown' | 'elsewhere';

/** Where a tax category stands; only the first three are of the canonical invoice. */
function placeOf({ name, parent }: XmlElement): Place {
  const holder = parent?.parent;
  if (name === 'ClassifiedTaxCategory') {
    return parent?.name === 'Item' && isLine(holder) ? 'line' : 'elsewhere';
  }
  if (parent?.name === 'AllowanceCharge') return isDocument(holder) ? 'allowance' : 'elsewhere';
  const isOfDocument = holder?.name === 'TaxTotal' && isDocument(holder.parent);
  return parent?.name === 'TaxSubtotal' && isOfDocument ? 'breakdown' : 'elsewhere';
}

const isVat = (category: XmlElement): boolean => vatIn([category]) !== undefined;

/** False for what the canonical invoice carries: the one category, under VAT, in its place. */
function isUnusual(category: XmlElement): boolean {
  if (placeOf(category) === 'elsewhere' || !isVat(category)) return true;
  if (cbc(category, 'ID') === undefined) return true;
  return all(category.parent, category.name).length > 1;
}

const isOfPart = ({ parent }: XmlElement): boolean => !isDocument(parent?.parent);

/** What the walk over the document keeps for `readOtherUses` and `readOtherBreakdowns`. */
export const KEPT_FOR_TAX: ReadonlyMap<string, (element: XmlElement) => boolean> = new Map([
  ['TaxCategory', isUnusual],
  ['ClassifiedTaxCategory', isUnusual],
  ['TaxSubtotal', isOfPart],
]);

function kindOf(category: XmlElement, place: Place): CategoryUse['kind'] {
  if (category.name === 'ClassifiedTaxCategory') return 'lines';
  if (place === 'breakdown') return 'stated';
  const { parent } = category;
  if (parent?.name !== 'AllowanceCharge') return 'other';
  const isCharge = indicator(parent, 'ChargeIndicator');
  return isCharge === undefined ? 'other' : isCharge ? 'charges' : 'allowances';
}

/** The rules on rates look at the items of lines, and at allowances and charges anywhere. */
const isRated = (category: XmlElement, kind: CategoryUse['kind']): boolean =>
  kind === 'lines' ? placeOf(category) === 'line' : kind === 'allowances' || kind === 'charges';

function readUse(category: XmlElement): CategoryUse | undefined {
  const place = placeOf(category);
  const siblings = all(category.parent, category.name);
  const chosen = place === 'elsewhere' ? undefined : vatIn(siblings);
  const code = text(category, 'ID');
  // The canonical invoice has it already.
  if (chosen === category && code !== undefined) return undefined;
  const kind = kindOf(category, place);
  const isSummed =
    (place === 'line' || place === 'allowance') &&
    siblings.find((sibling) => text(sibling, 'ID') === code) === category &&
    text(chosen, 'ID') !== code;
  const holder = place === 'line' ? category.parent?.parent : category.parent;
  const under = isVat(category);
  return compact<CategoryUse>({
    kind,
    category: code ?? '',
    rate: amount(category, 'Percent'),
    amount: isSummed
      ? amount(holder, place === 'line' ? 'LineExtensionAmount' : 'Amount')
      : undefined,
    isVat: under,
    at: under && isRated(category, kind) ? positionsOf(category) : undefined,
  });
}

export const readOtherUses = (kept: readonly XmlElement[]): readonly CategoryUse[] =>
  kept.filter(({ name }) => name !== 'TaxSubtotal').flatMap((category) => readUse(category) ?? []);

export const readOtherBreakdowns = (kept: readonly XmlElement[]): readonly PlacedBreakdown[] =>
  kept
    .filter(({ name, parent }) => name === 'TaxSubtotal' && parent?.name === 'TaxTotal')
    .map((subtotal) => ({ entry: readBreakdown(subtotal), at: positionsOf(subtotal) }));
