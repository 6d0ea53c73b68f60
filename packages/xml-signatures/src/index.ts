export { type Certificate, parseCertificate } from './certificate.ts';
export type { SignatureFault } from './faults.ts';
export { SIGNATURE_FAULTS } from './faults.ts';
export { judgeSignatures, type SignaturePolicy } from './judge.ts';
export type { Coverage, SignatureProfile } from './profile.ts';
export { cacheOf, parseAnswer, type RevocationAnswer, type RevocationCache } from './revocation.ts';
export {
  type SignatureReading,
  type VerifiedSignature,
  type VerifyPolicy,
  verifySignatures,
} from './verify.ts';
