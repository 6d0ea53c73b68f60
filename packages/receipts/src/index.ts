export type * from './receipt.ts';
