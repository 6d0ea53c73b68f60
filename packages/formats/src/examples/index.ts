/** Examples of rules: what shows each, and whether it does. */
export type { Example, ExampleSet, Sample } from './example.ts';
export { exampleOf, showExamples } from './show.ts';
export { STAGE_EXAMPLES } from './stages.ts';
