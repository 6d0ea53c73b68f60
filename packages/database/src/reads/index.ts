export { createReads } from './open.ts';
export type * from './port.ts';
