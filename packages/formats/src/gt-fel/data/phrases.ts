/** Phrases: how many scenarios each type has, and where each may stand. Choices between sources carry a note. */

/** Scenarios run from 1 to this number, per phrase type (catalogue of phrases 0.6.0). */
export const SCENARIOS: Readonly<Record<number, number>> = {
  1: 4,
  2: 1,
  3: 1,
  4: 36,
  5: 1,
  6: 2,
  7: 2,
  8: 12,
  9: 19,
  10: 2,
  11: 3,
  12: 2,
};

const ELECTRONIC = ['FAPE', 'FCPE', 'FAAE', 'FCAE'];
const AGRICULTURAL = ['FACA', 'FCCA'];
const PRIMARY = ['FARP', 'FCRP'];
const LIVESTOCK = ['FPEC', 'FCPC'];
const FULL = ['FACT', 'FCAM', 'NCRE', 'NDEB'];

/** Phrase types that belong to some document types only; the others may stand on any that takes phrases. */
export const PHRASE_TYPES: Readonly<Record<number, readonly string[]>> = {
  1: [...FULL, 'FACP', 'RECI', 'RDON', 'NABN', 'RANT', 'NEV'],
  2: [...FULL, 'FACP', 'NABN', 'RANT', 'NEV'],
  3: ['FPEQ', 'FCAP', 'NABN', 'FEPE', ...AGRICULTURAL, ...ELECTRONIC, ...PRIMARY, ...LIVESTOCK],
  5: ['FESP'],
  6: [...AGRICULTURAL, 'FAAE', 'FCAE'],
  7: ELECTRONIC,
  10: PRIMARY,
  11: LIVESTOCK,
  12: ['FEPE'],
};

/** Types that take no phrase at all. */
export const NO_PHRASES = ['CIVA', 'CAIS'];

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

/**
 * Scenarios of phrase 4 (exempt or outside VAT) by document type when there is no export.
 *
 * FACT and FCAM: the list of the rulebook; the message catalogue prints an older one (1, 2, 3, 7,
 * 9 to 12). 34 and 36 came into the phrase catalogue after the rulebook was printed. RECI: the
 * catalogue prints 24 where the rulebook has 33; both are taken, 24 under the condition of RCP425.
 * RDON: 35 is the donation phrase added beside 4.
 */
export const EXEMPT_SCENARIOS: Readonly<Record<string, readonly number[]>> = {
  FACT: [2, 3, 6, 7, ...range(9, 19), 21, ...range(23, 32), 34, 36],
  FCAM: [2, 3, 6, 7, ...range(9, 19), 21, ...range(23, 32), 34, 36],
  FESP: [2, 11],
  RDON: [4, 35],
  RECI: [2, 5, 6, 8, 16, 20, 24, 33],
};

/** Phrases that need a resolution number (and, for 1/3, its date). */
export const NEEDS_RESOLUTION = (type: number, scenario: number): boolean =>
  (type === 1 && scenario === 3) || type === 7;
