export { conflict, tooShort } from './failures.ts';
export { checkKey, checkRange } from './key.ts';
export type * from './objects.ts';
