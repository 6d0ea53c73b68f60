export { observeSigner, publicKeyOnly } from './granted.ts';
export { createLiveSigner, type LiveSignerOptions } from './live.ts';
export {
  type PublishedKey,
  type PublishedKeys,
  parsePublishedKeys,
  publishedKeys,
} from './published-keys.ts';
export type * from './signatures.ts';
export { verifySignature } from './verify.ts';
