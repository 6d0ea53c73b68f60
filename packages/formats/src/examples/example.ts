/** What shows a rule: a document that passes it and one, as near as can be, that breaks it. */
import type { Facts, Text } from '@ventanilla/rules';

/** A document with what is known when it is judged. */
export interface Sample {
  readonly content: string;
  readonly facts: Facts;
}

export interface Example {
  readonly passing: Sample;
  readonly failing: Sample;
}

/** The examples of one format, by code of rule. */
export interface ExampleSet {
  readonly example: (code: string) => Example | undefined;
  /** Why no document can show a rule that has no example. */
  readonly reasons: Readonly<Record<string, Text>>;
}

/** Facts of somebody who judges at a desk, with no registry at hand. */
export const AT_DESK: Facts = { receivedAt: '2026-05-06T16:00:00.000Z' };

/** Several sets as one; the first that knows a code answers. */
export const joinExamples = (...sets: readonly ExampleSet[]): ExampleSet => ({
  example: (code) => {
    for (const set of sets) {
      const found = set.example(code);
      if (found !== undefined) return found;
    }
    return undefined;
  },
  reasons: Object.assign({}, ...sets.map(({ reasons }) => reasons)),
});
