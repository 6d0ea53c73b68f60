/** Column kinds of the ledger. */
import { customType, pgSchema, timestamp } from '../drizzle.ts';

export const ventanilla = pgSchema('ventanilla');

/** Bytes in Postgres, lower-case hex in our code: document ids and hashes. */
export const hexBytes = customType<{ data: string; driverData: Buffer }>({
  dataType: () => 'bytea',
  toDriver: (hex) => Buffer.from(hex, 'hex'),
  fromDriver: (bytes) => bytes.toString('hex'),
});

export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });

/** Millisecond instants, read as Date. */
export const instant = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

export const verdict = ventanilla.enum('verdict', [
  'accepted',
  'accepted-with-observations',
  'rejected',
]);
export const documentClass = ventanilla.enum('document_class', [
  'invoice',
  'credit-note',
  'debit-note',
  'annulment',
  'other',
]);
