/** What a value may become: something of its own kind that breaks a rule, or nearly does. */
import type { Dice } from './dice.ts';

const CATEGORIES = ['S', 'Z', 'E', 'AE', 'K', 'G', 'O', 'L', 'M', 'B', 'X', 's', ''];
const RATES = ['0', '0.00', '-1', '25', '25.0', '0.4', '-0.5', '7.5', '100', '', 'abc'];
const CURRENCIES = ['EUR', 'USD', 'SEK', 'XXX', 'eur', 'ZZZ', '', 'GBP'];
const SCHEMES = [
  '0088',
  '0002',
  '0199',
  '9930',
  'EM',
  'SEPA',
  'sepa',
  'VAT',
  'vat',
  'ZZZ',
  '',
  'GLN',
];
const COUNTRIES = ['DE', 'EL', 'GR', 'IT', '1A', 'XI', 'de', 'ZZ', '', 'XK', 'AN'];
const VAT_IDS = ['DE123456789', 'EL1', 'XI12', 'de1', '12', 'ZZ1', '', 'ES'];
const TYPES = ['380', '381', '384', '389', '326', '261', '396', '877', '71', '999', '38', ''];
const MEANS = [
  '1',
  '30',
  '31',
  '42',
  '48',
  '49',
  '54',
  '55',
  '57',
  '58',
  '59',
  '97',
  'ZZZ',
  '99',
  '',
];
const REASONS = ['95', '104', '66', 'AA', 'ABK', 'ZZZ', 'FC', '1', '', 'aa', '41'];
const EXEMPTIONS = [
  'VATEX-EU-AE',
  'vatex-eu-g',
  'VATEX-EU-O',
  'VATEX-XX',
  'VATEX-EU-132-1A',
  'VATEX-FR-CNWVAT',
  '',
];
const UNITS = ['C62', 'EA', 'XPP', 'KGM', 'ZZ', 'c62', '', 'NAR', 'X1'];
const DATES = [
  '2024-02-29',
  '2023-02-29',
  '2020-01-01',
  '2031-12-31',
  '2020-01-01Z',
  '2020-1-1',
  '',
];
const COMPACT_DATES = [
  '20240229',
  '20230229',
  '20200101',
  '20311231',
  ' 20200101 ',
  '2020-01-01',
  '',
  '20201301',
];
const INDICATORS = ['true', 'false', '1', '0', 'TRUE', '', ' true '];
const TAX_POINTS = ['3', '35', '432', '5', '29', '72', '1', ''];
const MEDIA = ['application/pdf', 'image/png', 'text/csv', 'text/plain', 'application/xml', ''];
const SUBJECTS = ['#AAI#note', '#ZZZ#note', '#aai#x', '#AAI', 'AAI', 'ZZZ', 'plain', ''];
const REFERENCES = ['130', '916', '50', '1', '', 'AAB', 'ZZZ', 'ABZ'];
const ODD = ['', ' ', 'x', '0', '-', 'é', 'a  b', '\n', 'x'.repeat(300)];

/** Which list goes with a name; the first pattern that fits. */
const LISTS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/schemeID$/, SCHEMES],
  [/currencyID$|CurrencyCode$/, CURRENCIES],
  [/unitCode$/, UNITS],
  [/mimeCode$/, MEDIA],
  [/format$/, ['102', '203', '101', '']],
  [/Country\/(IdentificationCode|ID)$|CountryID$|Country\/ID$/, COUNTRIES],
  [/(TaxCategory\/ID|CategoryCode)$/, CATEGORIES],
  [/(Percent|RateApplicablePercent)$/, RATES],
  [/(InvoiceTypeCode|CreditNoteTypeCode|ExchangedDocument\/TypeCode)$/, TYPES],
  [/(PaymentMeansCode|PaymentMeans\/TypeCode)$/, MEANS],
  [/(AllowanceChargeReasonCode|ReasonCode)$/, [...REASONS, ...EXEMPTIONS]],
  [/(TaxExemptionReasonCode|ExemptionReasonCode)$/, EXEMPTIONS],
  [/(CompanyID|SpecifiedTaxRegistration\/ID)$/, VAT_IDS],
  [/(TaxScheme\/ID|Tax\/TypeCode)$/, ['VAT', 'vat', 'LOC', '', 'GST']],
  [/(ChargeIndicator|Indicator)$/, INDICATORS],
  [/(DescriptionCode|DueDateTypeCode)$/, TAX_POINTS],
  [/(DocumentTypeCode|ReferencedDocument\/TypeCode|ReferenceTypeCode)$/, REFERENCES],
  [/(Note|Content|SubjectCode)$/, SUBJECTS],
  [/(Date)$/, DATES],
  [/(DateTimeString|DateString)$/, COMPACT_DATES],
];

const isNumber = (value: string): boolean => /^\s*-?\d+(\.\d+)?\s*$/.test(value);

/** A number a little or much off, in another writing, or none at all. */
function bend(value: string, { roll, pick }: Dice): string {
  const number = Number(value);
  switch (roll(12)) {
    case 0:
      return (number + 0.01).toFixed(2);
    case 1:
      return (number - 1).toFixed(2);
    case 2:
      return String(-number);
    case 3:
      return `${value.trim()}${value.includes('.') ? '' : '.'}001`;
    case 4:
      return ` ${value} `;
    case 5:
      return `${value.trim()}${value.includes('.') ? '0' : '.0'}`;
    case 6:
      return (number + 0.005).toFixed(3);
    case 7:
      return String(number * 10);
    case 8:
      return '0';
    case 9:
      return (number + 0.004).toFixed(3);
    default:
      return pick(['-0', '+1', '.5', '5.', '1e2', '', 'NaN', '1,5', 'INF', '00.00']);
  }
}

/** Another value for `path` (`parent/name` or `name@attribute`); `seen` is what documents hold there. */
export function otherValue(
  path: string,
  value: string,
  seen: readonly string[],
  dice: Dice,
): string {
  const { roll, pick } = dice;
  const list = LISTS.find(([pattern]) => pattern.test(path))?.[1];
  const chance = roll(10);
  if (list !== undefined && chance < 6) return pick(list);
  if (isNumber(value) && chance < 8) return bend(value, dice);
  if (seen.length > 0 && chance < 8) return pick(seen);
  return pick([...ODD, value.toLowerCase(), value.toUpperCase(), ` ${value}`, `${value}\n`]);
}
