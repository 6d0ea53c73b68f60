export { compress, decompress } from './compression.ts';
export type * from './encryption.ts';
export {
  createEnvelope,
  DEFAULT_LIMITS,
  type EnvelopeLimits,
  type EnvelopeOptions,
} from './envelope.ts';
