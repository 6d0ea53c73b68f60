/** Sound invoices by the rules of Peppol: those of our own making under its customization, for sellers and buyers of its countries. */

import type { Syntax } from '../../packages/testing/src/official-rules/official.ts';
import { ownBases } from './own-bases.ts';

interface Country {
  readonly code: string;
  /** VAT identifiers without the country's code. */
  readonly seller: string;
  readonly buyer: string;
  readonly legal?: readonly [scheme: string, seller: string, buyer: string];
  /** What stands beside the VAT identifier of the seller. */
  readonly registered?: string;
  /** In percent, of what is taxed in full. */
  readonly rate?: number;
}

const COUNTRIES: readonly Country[] = [
  { code: 'ES', seller: 'A12345674', buyer: 'B12345674' },
  { code: 'DE', seller: '123456789', buyer: '987654321', rate: 19 },
  {
    code: 'NO',
    seller: '974760673MVA',
    buyer: '974760673MVA',
    legal: ['0192', '974760673', '974760673'],
    registered: 'Foretaksregisteret',
    rate: 25,
  },
  {
    code: 'SE',
    seller: '556677889901',
    buyer: '556677889901',
    legal: ['0007', '5566778899', '5566778899'],
    registered: 'Godkänd för F-skatt',
    rate: 25,
  },
  {
    code: 'DK',
    seller: '12345674',
    buyer: '12345674',
    legal: ['0184', 'DK12345674', 'DK12345674'],
    rate: 25,
  },
  {
    code: 'IS',
    seller: '12345',
    buyer: '12345',
    legal: ['0196', '1234567890', '0987654321'],
    rate: 24,
  },
  { code: 'IT', seller: '12345670017', buyer: '12345670017', registered: '12345670017', rate: 22 },
  {
    code: 'NL',
    seller: '123456789B01',
    buyer: '987654321B01',
    legal: ['0106', '12345678', '87654321'],
    rate: 21,
  },
];

const CUSTOMIZATION = 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0';
const PROCESS = 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0';

/** A GLN of that number, with its check digit. */
function glnOf(number: number): string {
  const digits = `73000100${String(number).padStart(4, '0')}`;
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (at % 2 ? 3 : 1), 0);
  return digits + String((10 - (sum % 10)) % 10);
}

/** Card and mandate stand beside no credit transfer in Germany; Danish transfers have codes of their own. */
const PAYMENTS: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  DE: [[/<cac:(CardAccount|PaymentMandate)>.*?<\/cac:\1>/g, '']],
  DK: [[/(<(?:cbc:PaymentMeansCode name="Transfer"|ram:TypeCode)>)30</g, '$131<']],
};

function adapt(text: string, country: Country): string {
  const { code, seller, buyer, legal, registered = '12345670017', rate = 20 } = country;
  const [scheme, ofSeller, ofBuyer] = legal ?? [];
  let count = 0;
  const replaced: readonly (readonly [RegExp, string | ((...found: string[]) => string)])[] = [
    [/>urn:cen\.eu:en16931:2017</g, `>${CUSTOMIZATION}<`],
    [/>Process</g, `>${PROCESS}<`],
    [/<ram:SubjectCode>AAI<\/ram:SubjectCode>/g, ''],
    [/(schemeID="0088">)[^<]+/g, (_, start = '') => start + glnOf(count++)],
    [/(ES|IT)(Seller3|R1)/g, code + seller],
    [/(ES|IT)Buyer3/g, code + buyer],
    [/>ES</g, `>${code}<`],
    [/LOC-1/g, registered],
    [/ schemeID="0002">Seller-4/g, scheme ? ` schemeID="${scheme}">${ofSeller}` : '>Seller-4'],
    [/ schemeID="0002">Buyer-4/g, scheme ? ` schemeID="${scheme}">${ofBuyer}` : '>Buyer-4'],
    [/>20</g, `>${rate}<`],
    [/>40\.00</g, `>${2 * rate}.00<`],
    [/>240\.00</g, `>${200 + 2 * rate}.00<`],
    ...(PAYMENTS[code] ?? []),
  ];
  return replaced.reduce((at, [from, to]) => at.replace(from, to as string), text);
}

/** Every category in Spain, and what is taxed in each of the other countries. */
export function peppolBases(
  syntax: Syntax,
): readonly (readonly [name: string, bytes: Uint8Array])[] {
  const own = ownBases(syntax).map(
    ([name, bytes]) => [name, new TextDecoder().decode(bytes)] as const,
  );
  return COUNTRIES.flatMap((country) =>
    own
      .filter(([name]) => country.code === 'ES' || name === 'own S')
      .map(([name, text]) => {
        const bytes = new TextEncoder().encode(adapt(text, country));
        return [`${name} ${country.code}`, bytes] as const;
      }),
  );
}
