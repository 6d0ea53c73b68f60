export type * from './encryption.ts';
