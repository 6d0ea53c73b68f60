export type { Certificate } from './certificate.ts';
export { SIGNATURE_CATALOGUE } from './faults.ts';
export { judgeSignatures, type SignaturePolicy } from './judge.ts';
export {
  policyTrusting,
  readAnswer,
  readSignatureModes,
  readTrust,
  SIGNATURE_DEFAULTS,
  type SignatureMode,
} from './policy.ts';
export type { Coverage, Demand, SignatureProfile } from './profile.ts';
export { cacheOf, type RevocationAnswer, type RevocationCache } from './revocation.ts';
export {
  type SignatureReading,
  type VerifiedSignature,
  type VerifyPolicy,
  verifySignatures,
} from './verify.ts';
