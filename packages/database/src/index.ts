export type { ArchivedOriginal, NewSegment, StoredPlace } from './archive.ts';
export {
  findArchived,
  indexOriginals,
  insertSegment,
  locateOriginal,
  segmentObject,
} from './archive.ts';
export type { AuditHead, AuditLine } from './audit-log.ts';
export { appendAudit, readAuditTrail, withAuditHead } from './audit-log.ts';
export type { CachedRegistry, RegistryCacheOptions } from './cached-registry.ts';
export { createRegistry } from './cached-registry.ts';
export type { Difference, LedgerComparison } from './compare.ts';
export { compareLedgers } from './compare.ts';
export { isSegmentIndexed, moveSegment, readWaitingHeaders } from './custody.ts';
export type {
  Database,
  DatabaseOptions,
  Queryable,
  QueryResult,
  Row,
  SqlValue,
  Statement,
  Transaction,
} from './database.ts';
export { openDatabase, statement } from './database.ts';
export { translateDatabaseError } from './errors.ts';
export { lakeRows, logEndBefore } from './lake.ts';
export * from './ledger/index.ts';
export type { Migration } from './migrate.ts';
export { migrate, readMigrations } from './migrate.ts';
export type { ReadScope } from './reader.ts';
export { readAs } from './reader.ts';
export type { Mandate } from './registry.ts';
export {
  listMandates,
  listTaxpayers,
  lookupMandates,
  lookupTaxpayers,
  seedRegistry,
} from './registry.ts';
export * from './restore.ts';
export type { HeldObject, Hold, HoldScope, PastSegment, Retention } from './retention.ts';
export {
  dropPurgedMonth,
  findPastSegments,
  findPurgedMonths,
  heldObjects,
  listHolds,
  listPurgedObjects,
  listRetention,
  placeHold,
  purgeSegment,
  releaseHold,
  setRetention,
} from './retention.ts';
export type { ServiceRole } from './roles.ts';
export {
  grantTable,
  provisionRoles,
  provisionStreamRole,
  STREAM_ROLE,
  serviceRoles,
} from './roles.ts';
export * as schema from './schema/index.ts';
