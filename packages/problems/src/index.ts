export { type Language, negotiateLanguage } from './language.ts';
export {
  PROBLEM_MEDIA_TYPE,
  type Problem,
  type ProblemError,
  type ProblemOptions,
  problem,
} from './problem.ts';
export { isProblemCode, PROBLEMS, type ProblemCode, type ProblemKind } from './table.ts';
