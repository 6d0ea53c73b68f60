/** Business rules that the official UBL binding words over the tree. Texts stay those of the common rule. */
import type { Rule } from '@ventanilla/rules';
import type { XmlElement } from '@ventanilla/xml';
import type { EnModel } from '../en16931/model.ts';
import { EN_RULES } from '../en16931/pack.ts';
import { usesCategory } from '../en16931/rules-vat-special.ts';

type TreeRule = Rule<EnModel & { readonly root: XmlElement }>;

const isAbroad = ({ name, text, children }: XmlElement): boolean =>
  name === 'IdentificationCode' ? text.trim() !== 'IT' : children.some(isAbroad);

/** BR-B-01: any country in the document counts, of whatever address. */
export const UBL_BUSINESS_RULES: readonly TreeRule[] = EN_RULES.filter(
  ({ code }) => code === 'BR-B-01',
).map((rule) => ({
  ...rule,
  check: (model, report) => {
    if (usesCategory(model, 'B') && isAbroad(model.root)) report({ at: 'taxBreakdown' });
  },
}));
