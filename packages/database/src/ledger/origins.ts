/** Writing what accepted documents did to each other. */
import { invariant } from '@ventanilla/errors';
import { packed, plainArray, textArray } from '../arrays.ts';
import { statement, type Transaction } from '../database.ts';
import type { OriginRow } from './state.ts';

const INSERT_ORIGINS = statement(`
  INSERT INTO ventanilla.origins (document_id, business_key, issuer_id, buyer_id, currency,
    issue_date, document_class, total_amount, debited, credited, live_notes, annulled_at,
    annulled_by, origin_key, origin_effect)
  SELECT substr($1::bytea, 32 * (n::int - 1) + 1, 32), business_key, issuer, buyer, currency,
    issued, class, total, debited, credited, live_notes, annulled_at, decode(annulled_by, 'hex'),
    origin_key, effect
  FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::date[],
      $7::ventanilla.document_class[], $8::numeric[], $9::numeric[], $10::numeric[], $11::int[],
      $12::timestamptz[], $13::text[], $14::text[], $15::text[])
    WITH ORDINALITY AS t (business_key, issuer, buyer, currency, issued, class, total, debited,
      credited, live_notes, annulled_at, annulled_by, origin_key, effect, n)
  ON CONFLICT (business_key) DO NOTHING`);

/** Takes the business keys of documents accepted in this batch. */
export async function insertOrigins(
  transaction: Transaction,
  rows: readonly OriginRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const plain = (read: (row: OriginRow) => string | number | null | undefined) =>
    plainArray(rows.map((row) => read(row) ?? undefined));
  const text = (read: (row: OriginRow) => string | null) =>
    textArray(rows.map((row) => read(row) ?? undefined));
  const { count } = await transaction.query(INSERT_ORIGINS, [
    packed(rows.map(({ documentId }) => documentId)),
    text(({ businessKey }) => businessKey),
    text(({ issuerId }) => issuerId),
    text(({ buyerId }) => buyerId),
    text(({ currency }) => currency),
    plain(({ issueDate }) => issueDate),
    plain(({ documentClass }) => documentClass),
    plain(({ totalAmount }) => totalAmount),
    plain(({ debited }) => debited),
    plain(({ credited }) => credited),
    plain(({ liveNotes }) => liveNotes),
    plain(({ annulledAt }) => annulledAt?.toISOString()),
    plain(({ annulledBy }) => annulledBy),
    text(({ originKey }) => originKey),
    plain(({ originEffect }) => originEffect),
  ]);
  invariant(count === rows.length, 'A business key is taken once.');
}

const UPDATE_ORIGINS = statement(`
  UPDATE ventanilla.origins o SET debited = t.debited, credited = t.credited,
    live_notes = t.live_notes, annulled_at = t.annulled_at,
    annulled_by = decode(t.annulled_by, 'hex')
  FROM unnest($1::text[], $2::numeric[], $3::numeric[], $4::int[], $5::timestamptz[], $6::text[])
    AS t (business_key, debited, credited, live_notes, annulled_at, annulled_by)
  WHERE o.business_key = t.business_key`);

/** Writes back balances and annulments of documents accepted earlier. */
export async function updateOrigins(
  transaction: Transaction,
  rows: readonly OriginRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const { count } = await transaction.query(UPDATE_ORIGINS, [
    textArray(rows.map(({ businessKey }) => businessKey)),
    plainArray(rows.map(({ debited }) => debited)),
    plainArray(rows.map(({ credited }) => credited)),
    plainArray(rows.map(({ liveNotes }) => liveNotes)),
    plainArray(rows.map(({ annulledAt }) => annulledAt?.toISOString())),
    plainArray(rows.map(({ annulledBy }) => annulledBy ?? undefined)),
  ]);
  invariant(count === rows.length, 'Origins are never removed.');
}
