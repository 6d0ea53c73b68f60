/** Examples of rules: what shows each, and whether it does. */
export { type Example, type ExampleSet, joinExamples, type Sample } from './example.ts';
export { showExamples } from './show.ts';
export { STAGE_EXAMPLES } from './stages.ts';
