/** The examples of every rule of CFDI; the tests run them all. */
import { AT_DESK, type ExampleSet, joinExamples } from '../../examples/example.ts';
import { registryExamples } from '../../examples/registry.ts';
import { CASES, type Case } from './cases.ts';
import { change, INCOME, ISSUER, seal } from './documents.ts';

export const passing = ({ of = INCOME, good = [] }: Case): string => seal(change(of, good));

export const brokenBy = ({ of = INCOME, bad = [], after = [] }: Case): string =>
  change(seal(change(of, bad)), after);

const own: ExampleSet = {
  example: (code) => {
    const found = CASES.find((candidate) => candidate.code === code);
    if (found === undefined) return undefined;
    const { facts = AT_DESK } = found;
    return {
      passing: { content: passing(found), facts },
      failing: { content: brokenBy(found), facts },
    };
  },
  reasons: {},
};

export const CFDI_EXAMPLES: ExampleSet = joinExamples(
  own,
  registryExamples(() => seal(INCOME), ISSUER),
);
