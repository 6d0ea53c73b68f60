export { AUDIT_ACTIONS } from './audit.ts';
export { createReads } from './open.ts';
export type * from './port.ts';
export {
  createStoredDocuments,
  type LogRange,
  type StoredDocument,
  type StoredDocuments,
} from './stored.ts';
