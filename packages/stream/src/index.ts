export * from './append-all.ts';
export type * from './stream.ts';
