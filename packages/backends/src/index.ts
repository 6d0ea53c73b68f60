export * from './custody.ts';
export * from './database.ts';
export { GRANTS, type Grant, type Grantee, type Purpose } from './grants.ts';
export * from './lake.ts';
export * from './settings.ts';
export {
  openLiveSigner,
  openSigner,
  replaceSigningKey,
  type SignerSettings,
} from './signing.ts';
export * from './stream.ts';
export * from './uploads.ts';
export * from './xml-signatures.ts';
