export * from './decimal.ts';
export type * from './invoice.ts';
export * from './json.ts';
export type * from './registry.ts';
export type * from './summary.ts';
