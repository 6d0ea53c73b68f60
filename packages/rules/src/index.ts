export * from './report.ts';
export type * from './rule.ts';
