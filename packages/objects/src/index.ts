export type * from './custody.ts';
export { conflict, locked, tooShort } from './failures.ts';
export { grantObjects, type ObjectGrants } from './granted.ts';
export { checkKey, checkRange } from './key.ts';
export type * from './objects.ts';
export { readUnder } from './read-under.ts';
export {
  grantDoor,
  type PresignedPut,
  type UploadDoor,
  type UploadTerms,
} from './uploads.ts';
