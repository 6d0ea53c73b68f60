/** Business rules that the official UBL binding words over the tree. Texts stay those of the common rule. */
import type { Rule } from '@ventanilla/rules';
import type { XmlElement } from '@ventanilla/xml';
import type { EnModel } from '../en16931/model.ts';
import { EN_RULES } from '../en16931/pack.ts';
import { ofCategory } from '../en16931/vat-categories.ts';
import { all, text } from './tree.ts';

type TreeModel = EnModel & { readonly root: XmlElement };
type TreeRule = Rule<TreeModel>;

const isAbroad = ({ name, text, children }: XmlElement): boolean =>
  name === 'IdentificationCode' ? text.trim() !== 'IT' : children.some(isAbroad);

/** In the breakdown, on an item, or on an allowance or charge of the document; of any tax. */
function isUsed(model: TreeModel, code: string): boolean {
  const { lines = 0, otherTax } = model.bases.get(code) ?? {};
  if (ofCategory(model, code).length + lines > 0) return true;
  if (otherTax !== undefined && otherTax.lines + otherTax.stated > 0) return true;
  return all(model.root, 'AllowanceCharge').some((one) =>
    all(one, 'TaxCategory').some((category) => text(category, 'ID') === code),
  );
}

/** Wherever a category may stand: withheld taxes and allowances of lines, too. */
function isUsedAnywhere(model: TreeModel, code: string): boolean {
  const base = model.bases.get(code);
  if (base === undefined) return isUsed(model, code);
  const { allowances, charges, other, otherTax } = base;
  return (
    allowances + charges + other + otherTax.allowances + otherTax.charges + otherTax.other > 0 ||
    isUsed(model, code)
  );
}

const CHECKS: Readonly<Record<string, TreeRule['check']>> = {
  // Any country in the document counts, of whatever address.
  'BR-B-01': (model, report) => {
    if (isUsedAnywhere(model, 'B') && isAbroad(model.root)) report({ at: 'taxBreakdown' });
  },
  'BR-B-02': (model, report) => {
    if (isUsed(model, 'B') && isUsed(model, 'S')) report({ at: 'taxBreakdown' });
  },
};

export const UBL_BUSINESS_RULES: readonly TreeRule[] = EN_RULES.flatMap((rule) => {
  const check = CHECKS[rule.code];
  return check === undefined ? [] : [{ ...rule, check }];
});
