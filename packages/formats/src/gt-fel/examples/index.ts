/** The examples of every rule of FEL: the first case of each; the tests run them all. */
import type { ExampleSet } from '../../examples/example.ts';
import type { Case } from './case.ts';
import { ARITHMETIC_CASES, TAX_CASES } from './figure-cases.ts';
import { DATE_CASES, PARTY_CASES, PHRASE_CASES } from './party-cases.ts';
import { ANNULMENT_CASES, COMPLEMENT_CASES, REGIME_CASES, TYPE_CASES } from './type-cases.ts';

export const CASES: readonly Case[] = [
  ...ARITHMETIC_CASES,
  ...TAX_CASES,
  ...PARTY_CASES,
  ...DATE_CASES,
  ...PHRASE_CASES,
  ...TYPE_CASES,
  ...REGIME_CASES,
  ...COMPLEMENT_CASES,
  ...ANNULMENT_CASES,
];

export const FEL_EXAMPLES: ExampleSet = {
  example: (code) => {
    const found = CASES.find((candidate) => candidate.code === code);
    if (found === undefined) return undefined;
    const { good, goodFacts, bad, facts } = found;
    return {
      passing: { content: good, facts: goodFacts },
      failing: { content: bad, facts },
    };
  },
  reasons: {},
};
