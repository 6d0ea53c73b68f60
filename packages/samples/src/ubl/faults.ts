import { CODES } from '../codes.ts';
import { type DealFault, SELLER_FAULTS, SUM_FAULTS } from '../deal-faults.ts';

/** Terms that are missing: some break the schema too, and then both layers must say so. */
const MISSING: readonly DealFault[] = [
  {
    name: 'number-missing',
    codes: ['BR-02', CODES.structureElement],
    draft: (deal) => {
      deal.number = '';
    },
    text: (text) => text.replace(/<cbc:PaymentID><\/cbc:PaymentID>/, ''),
  },
  {
    name: 'seller-name-missing',
    codes: ['BR-06'],
    text: (text) => text.replace(/<cbc:RegistrationName>[^<]*<\/cbc:RegistrationName>/, ''),
  },
  {
    name: 'seller-country-missing',
    codes: ['BR-09'],
    text: (text) =>
      text.replace(
        /<cac:Country><cbc:IdentificationCode>[^<]*<\/cbc:IdentificationCode><\/cac:Country>/,
        '',
      ),
  },
  {
    name: 'item-name-missing',
    codes: ['BR-25'],
    text: (text) => text.replace(/(<cac:Item>.*?)<cbc:Name>[^<]*<\/cbc:Name>/, '$1'),
  },
  {
    name: 'line-price-missing',
    codes: ['BR-26', 'BR-27'],
    text: (text) => text.replace(/<cac:Price>.*?<\/cac:Price>/, ''),
  },
];

const STRUCTURE: readonly DealFault[] = [
  {
    name: 'element-unknown',
    codes: [CODES.structureElement],
    text: (text) => text.replace('<cac:PaymentTerms>', '<cbc:Surprise/><cac:PaymentTerms>'),
  },
  {
    name: 'date-impossible',
    codes: [CODES.structureValue],
    kinds: ['invoice'],
    draft: (deal) => {
      deal.dueDate = '2026-02-30';
    },
  },
];

export const UBL_FAULTS: readonly DealFault[] = [
  ...SUM_FAULTS,
  ...SELLER_FAULTS,
  ...MISSING,
  ...STRUCTURE,
];
