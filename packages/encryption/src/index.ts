export {
  type Compression,
  compress,
  compressDocument,
  createCompression,
  decompress,
} from './compression.ts';
export {
  assembleDictionary,
  type Dictionary,
  encodeDictionaryFile,
  readDictionaries,
} from './dictionary.ts';
export type * from './encryption.ts';
export {
  createEnvelope,
  DEFAULT_LIMITS,
  type EnvelopeLimits,
  type EnvelopeOptions,
} from './envelope.ts';
export { grantKeys, type KeyGrants } from './granted.ts';
export { dataKeyIdOf, wrappedKeyOf, wrappingKeyOf } from './header.ts';
export { type KeyCall, type KeyObserver, observeKeys } from './observed.ts';
