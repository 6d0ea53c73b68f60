/** The reads of query over Postgres. */

import { readAuditCheckpoint } from '../audit-log.ts';
import type { Database, Transaction } from '../database.ts';
import { readAs } from '../reader.ts';
import { searchAudit, writeAudit } from './audit.ts';
import { readCanonical, readIndexed, readOriginal, readPublic } from './documents.ts';
import { readEvents } from './events.ts';
import { readHead, readOutcomes, readPending, readProgress, readSettled } from './outcomes.ts';
import type { Reader, ReadSession, Reads } from './port.ts';
import { searchInvoices } from './search.ts';
import { readBatch, readDailyTotals } from './totals.ts';

/** `database` must be connected as `ventanilla_query`, or the policies cut nothing. */
export const createReads = (database: Database): Reads => ({
  session: (reader, work) =>
    readAs(database, reader.scope, (transaction) => work(sessionOf(transaction, reader))),
  settled: (ids) =>
    readAs(database, { scope: 'all' }, (transaction) => readSettled(transaction, ids)),
  progress: (topic) => readProgress(database, topic),
  head: () => readHead(database),
  auditCheckpoint: () => readAuditCheckpoint(database),
  publicCheck: (key) =>
    readAs(database, { scope: 'public' }, (transaction) => readPublic(transaction, key)),
});

const sessionOf = (transaction: Transaction, reader: Reader): ReadSession => ({
  outcomes: (ids) => readOutcomes(transaction, ids),
  pending: (ids) => readPending(transaction, ids),
  indexed: (id) => readIndexed(transaction, id),
  canonical: (id) => readCanonical(transaction, id),
  original: (id) => readOriginal(transaction, id),
  events: (id) => readEvents(transaction, id),
  search: (filter, after, limit) => searchInvoices(transaction, filter, after, limit),
  dailyTotals: (from, to, cut) => readDailyTotals(transaction, reader.scope, from, to, cut),
  batch: (batchId) => readBatch(transaction, batchId),
  audit: (entry) => writeAudit(transaction, reader, entry),
  auditTrail: (filter, before, limit) => searchAudit(transaction, filter, before, limit),
});
