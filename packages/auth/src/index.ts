export { challenge } from './challenge.ts';
export {
  type IssuerProfile,
  issuerProfile,
  issuersSetting,
  issuersUnfitForProduction,
} from './issuers.ts';
export { type Principal, type Role, requireScope, type Scope } from './principal.ts';
export {
  createVerifier,
  type TokenFault,
  type Verification,
  type Verifier,
  type VerifierOptions,
} from './verifier.ts';
