/**
 * Why no document can make a fatal rule of an official set fire, or hold: each reason is proved anew
 * by every run, from the text of the assertion or by a document that shows it.
 */
import type { Assertion, Official } from '../../packages/testing/src/official-rules/official.ts';
import type { RuleSetName } from './rule-sets.ts';
import type { Shown } from './shown.ts';
import { toBytes } from './tree.ts';

interface Proof {
  readonly assertion: Assertion;
  readonly shown: Shown | undefined;
  readonly official: Official;
  readonly coverage: { readonly fired: number; readonly held: number };
}

interface Reason {
  readonly text: string;
  readonly sets: readonly RuleSetName[];
  readonly codes: readonly string[];
  readonly isProved: (proof: Proof) => boolean | Promise<boolean>;
}

const words = (list: string): readonly string[] => list.trim().split(/\s+/);

const REASONS: readonly Reason[] = [
  {
    text: 'its test is true()',
    sets: ['ubl', 'cii'],
    codes: words('BR-CO-05 BR-CO-06 BR-CO-07 BR-CO-08 BR-AF-09 BR-AG-09'),
    isProved: ({ assertion }) => assertion.test === 'true()',
  },
  {
    text: 'its context is the whole rule: it fires wherever it is looked at',
    sets: ['peppol-ubl', 'peppol-cii'],
    codes: words('PEPPOL-EN16931-R008 PEPPOL-EN16931-R041 PEPPOL-EN16931-R042'),
    isProved: ({ assertion, coverage }) => assertion.test === 'false()' && coverage.fired > 0,
  },
  {
    text: 'compares a currency with an element that an amount never holds',
    sets: ['ubl'],
    codes: words('BR-DEC-13 BR-DEC-15'),
    isProved: ({ assertion }) =>
      /\/cbc:TaxAmount\[@currencyID = cbc:\w+\]/.test(assertion.test) &&
      /or \(not\(\/\/cac:TaxTotal\/cbc:TaxAmount\[@currencyID = cbc:\w+\]\)\)$/.test(
        assertion.test,
      ),
  },
  {
    text: 'is true of every rate beside the breakdown, where the schema allows none',
    sets: ['cii'],
    codes: words('BR-AF-08 BR-AG-08'),
    isProved: ({ assertion }) =>
      assertion.context.includes('ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax[') &&
      assertion.test.startsWith('every $rate in ../ram:RateApplicablePercent'),
  },
  {
    text: 'an earlier rule of the pattern takes every type code, so that it is never looked at',
    sets: ['cii'],
    codes: words('CII-DT-010 CII-DT-011 CII-DT-012'),
    isProved: ({ assertion, coverage }) =>
      assertion.context === '/rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:TypeCode' &&
      coverage.fired + coverage.held === 0,
  },
  {
    text: 'names the document in a namespace it never has, so that it is never looked at',
    sets: ['peppol-cii'],
    codes: ['PEPPOL-EN16931-P0100'],
    isProved: ({ assertion, coverage }) =>
      assertion.context === 'ram:ExchangedDocument/ram:TypeCode' &&
      coverage.fired + coverage.held === 0,
  },
  {
    text: 'the stylesheet ends in an error before it can say so: another rule reads the element as one',
    sets: ['ubl', 'cii'],
    codes: words(`UBL-SR-09 UBL-SR-15 UBL-SR-22 UBL-SR-27 CII-SR-477 CII-SR-478 CII-SR-479
      CII-SR-480 CII-SR-481 CII-SR-482 CII-SR-484 CII-SR-487`),
    isProved: async ({ assertion, shown, official }) => {
      if (shown === undefined || !/^\(?count\(.+\) <= 1\)?$/.test(assertion.test)) return false;
      const { stopped } = await official.judge(toBytes(shown.failing));
      return stopped.includes('A sequence of more than one item');
    },
  },
];

/** The reason, if it holds for this assertion; undefined where none is known or it is not so. */
export async function reasonFor(set: RuleSetName, proof: Proof): Promise<string | undefined> {
  const { code } = proof.assertion;
  const reason = REASONS.find(({ sets, codes }) => sets.includes(set) && codes.includes(code));
  return reason !== undefined && (await reason.isProved(proof)) ? reason.text : undefined;
}
