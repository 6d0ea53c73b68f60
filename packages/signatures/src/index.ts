export type * from './signatures.ts';
