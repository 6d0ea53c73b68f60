import { CODES } from '../codes.ts';
import { type DealFault, SELLER_FAULTS, SUM_FAULTS } from '../deal-faults.ts';

const SYNTAX: readonly DealFault[] = [
  {
    name: 'json-syntax',
    codes: [CODES.jsonSyntax],
    text: (text) => text.slice(0, text.lastIndexOf('}')),
  },
  {
    name: 'json-trailing-comma',
    codes: [CODES.jsonSyntax],
    text: (text) => text.replace('  ]\n}', '  ],\n}'),
  },
  {
    name: 'json-duplicate-key',
    codes: [CODES.jsonDuplicateKey],
    text: (text) => text.replace('"currency":', '"currency": "USD",\n  "currency":'),
  },
  {
    name: 'json-lone-surrogate',
    codes: [CODES.jsonLoneSurrogate],
    text: (text) => text.replace('"paymentTerms": "', '"paymentTerms": "\\ud83d '),
  },
];

const SCHEMA: readonly DealFault[] = [
  {
    name: 'property-unknown',
    codes: [CODES.structureElement],
    text: (text) => text.replace('"currency":', '"surprise": true,\n  "currency":'),
  },
  {
    name: 'amount-as-object',
    codes: [CODES.structureValue],
    text: (text) => text.replace(/"buyerReference": "[^"]*"/, '"buyerReference": {}'),
  },
];

const MISSING: readonly DealFault[] = [
  {
    name: 'seller-name-missing',
    codes: ['BR-06'],
    text: (text) => text.replace(/"seller": \{"name":"[^"]*",/, '"seller": {'),
  },
  {
    name: 'item-name-missing',
    codes: ['BR-25'],
    text: (text) => text.replace(/"item":\{"name":"(?:[^"\\]|\\.)*",/, '"item":{'),
  },
];

export const JSON_FAULTS: readonly DealFault[] = [
  ...SYNTAX,
  ...SCHEMA,
  ...MISSING,
  ...SUM_FAULTS,
  ...SELLER_FAULTS,
];
