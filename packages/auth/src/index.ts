export { challenge } from './challenge.ts';
export {
  type EmbeddedClient,
  type EmbeddedClientsFile,
  embeddedClientsFile,
  ROLES,
  type Role,
  SCOPES,
  type Scope,
} from './clients-file.ts';
export {
  type IssuerProfile,
  issuerProfile,
  issuersSetting,
  issuersUnfitForProduction,
} from './issuers.ts';
export { type Principal, requireScope } from './principal.ts';
export {
  createVerifier,
  type TokenFault,
  type Verification,
  type Verifier,
  type VerifierOptions,
} from './verifier.ts';
