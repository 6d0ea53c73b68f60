/** BR-S, BR-Z, BR-E, BR-AE, BR-IC, BR-G, BR-O, BR-AF (IGIC) and BR-AG (IPSI): one table, ten rules each. */
import { absolute, compare, type Decimal, type TaxBreakdown, ZERO } from '@ventanilla/invoice';
import { defineRule, type EnRule, each } from './define.ts';
import { type CategoryBase, type EnModel, netOf, rateKey } from './model.ts';
import { near, same, shown } from './money.ts';
import { expectedTax, isNoTax } from './rules-calculations.ts';
import { SPECIAL_VAT_RULES } from './rules-vat-special.ts';
import {
  CATEGORIES,
  type Category,
  isCategoryUsed,
  ofCategory,
  otherTaxUses,
} from './vat-categories.ts';

type Kind = 'lines' | 'allowances' | 'charges';
const KINDS: readonly { readonly kind: Kind; readonly es: string; readonly en: string }[] = [
  { kind: 'lines', es: 'una línea', en: 'a line' },
  { kind: 'allowances', es: 'un descuento', en: 'an allowance' },
  { kind: 'charges', es: 'un cargo', en: 'a charge' },
];

const hasUses = (base: CategoryBase | undefined): boolean =>
  base !== undefined && base.lines + base.allowances + base.charges > 0;

/** 01: breakdown and use of a category go together. */
function breakdownRule({ prefix, code, es, en, isByRate }: Category): EnRule {
  return defineRule(
    `BR-${prefix}-01`,
    {
      message: {
        es: `El desglose (BG-23) y el uso de la categoría ${code} (${es}) no coinciden`,
        en: `Breakdown (BG-23) and use of category ${code} (${en}) do not agree`,
      },
      hint: {
        es: `Ponga en el desglose la categoría ${code} si y solo si se usa${isByRate ? '' : ', una sola vez'}.`,
        en: `Put category ${code} in the breakdown if and only if it is used${isByRate ? '' : ', once only'}.`,
      },
    },
    (model, report) => {
      const base = model.bases.get(code);
      // The official rule on S counts uses under any tax; that on L takes a breakdown under any.
      const isAnyTax = code === 'S';
      const isStatedApart = code === 'L' && (base?.otherTax.stated ?? 0) > 0;
      const stated =
        ofCategory(model, code).length +
        (base?.stated ?? 0) +
        (isAnyTax ? (base?.otherTax.stated ?? 0) : 0);
      // With rates, only lines, allowances and charges are uses: not a tax total of a line.
      const isUsed = isByRate
        ? hasUses(base) || (isAnyTax && otherTaxUses(model, code) > 0)
        : isCategoryUsed(model, code);
      const isRight = isByRate
        ? isUsed === stated > 0 || (isUsed && isStatedApart)
        : stated === 1 || (!isUsed && stated === 0);
      if (!isRight) report({ at: 'taxBreakdown', actual: String(stated) });
    },
  );
}

const NEEDS: Readonly<Record<Category['parties'], { readonly es: string; readonly en: string }>> = {
  seller: {
    es: 'el NIF-IVA o registro fiscal del vendedor, o el NIF-IVA de su representante',
    en: "the seller's VAT or tax registration, or the tax representative's VAT identifier",
  },
  'seller-vat': {
    es: 'el NIF-IVA del vendedor o de su representante',
    en: 'the VAT identifier of the seller or of the tax representative',
  },
  'seller-vat-and-buyer': {
    es: 'el NIF-IVA del vendedor (o representante) y el del comprador',
    en: 'the VAT identifiers of the seller (or representative) and of the buyer',
  },
  'seller-and-buyer': {
    es: 'la identificación fiscal del vendedor (o representante) y la del comprador',
    en: 'the tax identification of the seller (or representative) and of the buyer',
  },
  nobody: {
    es: 'ningún NIF-IVA de vendedor, representante ni comprador',
    en: 'no VAT identifier of seller, representative or buyer',
  },
};

function arePartiesRight({ invoice }: EnModel, parties: Category['parties']): boolean {
  const { seller, buyer, taxRepresentative } = invoice;
  const sellerVat = seller?.vatId !== undefined || taxRepresentative?.vatId !== undefined;
  const sellerAny = sellerVat || seller?.taxRegistrationId !== undefined;
  const buyerVat = buyer?.vatId !== undefined;
  switch (parties) {
    case 'seller':
      return sellerAny;
    case 'seller-vat':
      return sellerVat;
    case 'seller-vat-and-buyer':
      return sellerVat && buyerVat;
    case 'seller-and-buyer':
      return sellerAny && (buyerVat || buyer?.legalRegistration !== undefined);
    case 'nobody':
      return !sellerVat && !buyerVat;
  }
}

/** 02, 03, 04: who must be identified when a line, allowance or charge has the category. */
const partyRules = ({ prefix, code, parties }: Category): readonly EnRule[] =>
  KINDS.map(({ kind, es, en }, index) =>
    defineRule(
      `BR-${prefix}-0${index + 2}`,
      {
        message: {
          es: `Con ${es} de categoría ${code} debe constar ${NEEDS[parties].es}`,
          en: `With ${en} of category ${code} there must be ${NEEDS[parties].en}`,
        },
        hint: {
          es: 'Complete o quite los identificadores de las partes.',
          en: 'Complete or remove the identifiers of the parties.',
        },
      },
      (model, report) => {
        const base = model.bases.get(code);
        if (base === undefined) return;
        // The official rule on S lines also breaks where S stands for another tax only.
        const isOther =
          code === 'S' && kind === 'lines' && base[kind] === 0 && base.otherTax.lines > 0;
        // What is not subject counts on the document only, not on its lines.
        const isUsed =
          code === 'O' && kind !== 'lines'
            ? (model.invoice[kind] ?? []).some(({ taxCategory }) => taxCategory === code)
            : base[kind] > 0;
        if (isOther || (isUsed && !arePartiesRight(model, parties))) report({ at: 'seller' });
      },
    ),
  );

const RATES: Readonly<Record<Category['rate'], { readonly es: string; readonly en: string }>> = {
  positive: { es: 'mayor que cero', en: 'greater than zero' },
  zero: { es: 'cero', en: 'zero' },
  any: { es: 'cero o mayor', en: 'zero or greater' },
  none: { es: 'ausente', en: 'absent' },
};

function isRateRight(rate: Decimal | undefined, wanted: Category['rate']): boolean {
  if (wanted === 'none') return rate === undefined;
  if (rate === undefined) return false;
  const sign = compare(rate, ZERO);
  return wanted === 'zero' ? sign === 0 : wanted === 'positive' ? sign > 0 : sign >= 0;
}

/** 05, 06, 07: the rate of a line, allowance or charge of the category. */
const rateRules = ({ prefix, code, rate }: Category): readonly EnRule[] =>
  KINDS.map(({ kind, es, en }, index) =>
    defineRule(
      `BR-${prefix}-0${index + 5}`,
      {
        message: {
          es: `El tipo de IVA de ${es} de categoría ${code} debe ser ${RATES[rate].es}: {actual}`,
          en: `The VAT rate of ${en} of category ${code} must be ${RATES[rate].en}: {actual}`,
        },
        hint: {
          es: 'Corrija el tipo o la categoría.',
          en: 'Mend the rate or the category.',
        },
      },
      (model, report) => {
        if ((model.bases.get(code)?.[kind] ?? 0) === 0) return;
        each<{ taxCategory?: string; taxRate?: Decimal }>(
          model.invoice[kind],
          kind,
          (entry, at) => {
            if (entry.taxCategory === code && !isRateRight(entry.taxRate, rate)) {
              report({
                at: `${at}/taxRate`,
                expected: RATES[rate].en,
                actual: shown(entry.taxRate),
              });
            }
          },
        );
        for (const use of model.otherUses) {
          const isLooked = use.isVat && use.kind === kind && use.category === code;
          if (!isLooked || use.at === undefined || isRateRight(use.rate, rate)) continue;
          report({ at: use.at, expected: RATES[rate].en, actual: shown(use.rate) });
        }
      },
    ),
  );

/** 08: the taxable amount of a breakdown is the net of what has that category (and rate). */
function baseRule({ prefix, code, isByRate }: Category): EnRule {
  return defineRule(
    `BR-${prefix}-08`,
    {
      message: {
        es: `La base (BT-116) de la categoría ${code} no cuadra: se esperaba {expected} y hay {actual}`,
        en: `The taxable amount (BT-116) of category ${code} does not match: expected {expected}, found {actual}`,
      },
      hint: {
        es: 'Sume los netos de línea, más cargos, menos descuentos de esa categoría.',
        en: 'Add line net amounts, plus charges, less allowances of that category.',
      },
    },
    (model, report) =>
      each(model.invoice.taxBreakdown, 'taxBreakdown', (entry, at) => {
        if (entry.category !== code || (isByRate && entry.rate === undefined)) return;
        const base =
          isByRate && entry.rate !== undefined
            ? model.ratedBases.get(rateKey(code, entry.rate))
            : model.bases.get(code);
        const { taxableAmount } = entry;
        const expected = netOf(base);
        const isFound = base !== undefined || prefix !== 'S';
        const isRight = isByRate
          ? isFound && taxableAmount !== undefined && near(taxableAmount, expected)
          : model.invoice.lines !== undefined && same(taxableAmount, expected);
        if (!isRight) {
          report({
            at: `${at}/taxableAmount`,
            expected: shown(expected),
            actual: shown(taxableAmount),
          });
        }
      }),
  );
}

/** 09: the tax of a breakdown of the category. */
function taxRule({ prefix, code, isByRate }: Category): EnRule {
  return defineRule(
    `BR-${prefix}-09`,
    {
      message: {
        es: `La cuota (BT-117) de la categoría ${code} debe ser {expected}: {actual}`,
        en: `The tax amount (BT-117) of category ${code} must be {expected}: {actual}`,
      },
      hint: { es: 'Corrija la cuota o la categoría.', en: 'Mend the tax amount or the category.' },
    },
    (model, report) =>
      each(model.invoice.taxBreakdown, 'taxBreakdown', (entry, at) => {
        if (entry.category !== code) return;
        const expected = isByRate ? statedTax(entry) : ZERO;
        const isRight = isByRate ? isStatedTaxRight(entry) : isNoTax(entry.taxAmount);
        if (!isRight) {
          report({
            at: `${at}/taxAmount`,
            expected: shown(expected),
            actual: shown(entry.taxAmount),
          });
        }
      }),
  );
}

const statedTax = (entry: TaxBreakdown): Decimal | undefined =>
  entry.rate === undefined || entry.taxableAmount === undefined ? undefined : expectedTax(entry);

function isStatedTaxRight(entry: TaxBreakdown): boolean {
  const expected = statedTax(entry);
  return (
    expected !== undefined &&
    entry.taxAmount !== undefined &&
    near(absolute(entry.taxAmount), expected)
  );
}

/** 10: the reason why there is no tax, or its absence. */
function exemptionRule({ prefix, code, exemption, es, en }: Category): EnRule {
  const isRequired = exemption === 'required';
  return defineRule(
    `BR-${prefix}-10`,
    {
      message: isRequired
        ? {
            es: `La categoría ${code} (${es}) necesita motivo de exención (BT-120) o su código (BT-121)`,
            en: `Category ${code} (${en}) needs an exemption reason (BT-120) or its code (BT-121)`,
          }
        : {
            es: `La categoría ${code} (${es}) no admite motivo de exención (BT-120, BT-121)`,
            en: `Category ${code} (${en}) takes no exemption reason (BT-120, BT-121)`,
          },
      hint: isRequired
        ? { es: 'Indique el motivo o su código VATEX.', en: 'Give the reason or its VATEX code.' }
        : { es: 'Quite el motivo de exención.', en: 'Remove the exemption reason.' },
    },
    (model, report) =>
      each(model.invoice.taxBreakdown, 'taxBreakdown', (entry, at) => {
        if (entry.category !== code) return;
        const isGiven =
          entry.exemptionReason !== undefined || entry.exemptionReasonCode !== undefined;
        if (isGiven !== isRequired) report({ at });
      }),
  );
}

export const VAT_RULES: readonly EnRule[] = [
  ...CATEGORIES.flatMap((category) => [
    breakdownRule(category),
    ...partyRules(category),
    ...rateRules(category),
    baseRule(category),
    taxRule(category),
    exemptionRule(category),
  ]),
  ...SPECIAL_VAT_RULES,
];
