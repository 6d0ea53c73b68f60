/** How long content is kept, legal holds, and what may be purged. */
import { type Queryable, type Row, statement } from './database.ts';

const SET_RETENTION = statement(`
  INSERT INTO ventanilla.retention (format, months) VALUES ($1, $2)
  ON CONFLICT (format) DO UPDATE SET months = excluded.months, changed_at = now()`);
const LIST_RETENTION = statement('SELECT format, months FROM ventanilla.retention ORDER BY format');

export interface Retention {
  /** `*` stands for every format that has none of its own. */
  readonly format: string;
  readonly months: number;
}

/** From now on content of the format is kept for so many months from its reception. */
export async function setRetention(database: Queryable, rule: Retention): Promise<void> {
  await database.query(SET_RETENTION, [rule.format, rule.months]);
}

export const listRetention = async (database: Queryable): Promise<readonly Retention[]> =>
  (await database.query<Retention & Row>(LIST_RETENTION)).rows;

/** What is held: everything that every member given says. At least one is. */
export interface HoldScope {
  readonly documentId?: string;
  readonly taxpayerId?: string;
  /** Days of reception, UTC, both included. */
  readonly firstDay?: string;
  readonly lastDay?: string;
}

export interface Hold extends HoldScope {
  readonly id: number;
  readonly reason: string;
  readonly placedBy: string;
  readonly placedAt: string;
  readonly releasedBy?: string;
  readonly releasedAt?: string;
}

const PLACE_HOLD = statement(`
  INSERT INTO ventanilla.holds (document_id, taxpayer_id, first_day, last_day, reason, placed_by)
  VALUES (decode($1, 'hex'), $2, $3::date, $4::date, $5, $6) RETURNING hold_id AS id`);
const RELEASE_HOLD = statement(`
  UPDATE ventanilla.holds SET released_by = $2, released_at = now()
  WHERE hold_id = $1 AND released_at IS NULL`);
const LIST_HOLDS = statement(`
  SELECT hold_id AS id, encode(document_id, 'hex') AS "documentId", taxpayer_id AS "taxpayerId",
    first_day AS "firstDay", last_day AS "lastDay", reason, placed_by AS "placedBy",
    placed_at AS "placedAt", released_by AS "releasedBy", released_at AS "releasedAt"
  FROM ventanilla.holds ORDER BY hold_id`);

export async function placeHold(
  database: Queryable,
  { documentId, taxpayerId, firstDay, lastDay }: HoldScope,
  why: { readonly reason: string; readonly by: string },
): Promise<number> {
  const values = [documentId, taxpayerId, firstDay, lastDay, why.reason, why.by];
  const { rows } = await database.query<{ id: number }>(PLACE_HOLD, values);
  return (rows[0] as { id: number }).id;
}

/** False when there is no such hold, or it is released already. */
export async function releaseHold(database: Queryable, id: number, by: string): Promise<boolean> {
  return (await database.query(RELEASE_HOLD, [id, by])).count === 1;
}

/** Every hold there ever was, in order. */
export async function listHolds(database: Queryable): Promise<readonly Hold[]> {
  const { rows } = await database.query<Row>(LIST_HOLDS);
  return rows.map((row) => {
    const told = Object.entries(row).filter(([, value]) => value !== null);
    const plain = told.map(([name, value]) => [
      name,
      value instanceof Date ? value.toISOString() : value,
    ]);
    return Object.fromEntries(plain) as Hold;
  });
}

export interface HeldObject {
  readonly object: string;
  /** Whether another hold keeps it too. */
  readonly otherwiseHeld: boolean;
}

const HELD = statement(`
  SELECT object, otherwise_held AS "otherwiseHeld" FROM ventanilla.held_objects($1)`);

/** The objects that hold content under a hold. */
export const heldObjects = async (
  database: Queryable,
  hold: number,
): Promise<readonly HeldObject[]> => (await database.query<HeldObject & Row>(HELD, [hold])).rows;

export interface PastSegment {
  readonly id: number;
  readonly object: string;
  readonly documents: number;
  /** Documents in it that a hold keeps. */
  readonly held: number;
  /** Until when the last of them had to be kept. */
  readonly lastKept: string;
}

const PAST = statement(`
  SELECT segment_id AS id, object, documents, held, last_kept AS "lastKept"
  FROM ventanilla.past_segments($1::timestamptz)`);
const PURGE = statement('SELECT ventanilla.purge_segment($1, $2::timestamptz) AS purged');
const PURGED = statement(`
  SELECT object, purged_at AS "purgedAt" FROM ventanilla.segments WHERE purged_at IS NOT NULL
  ORDER BY segment_id`);
const PURGED_AT = statement(
  'SELECT purged_at AS "purgedAt" FROM ventanilla.segments WHERE segment_id = $1',
);

/** Segments of which nothing has to be kept any more, held or not. */
export async function findPastSegments(
  database: Queryable,
  at: Date,
): Promise<readonly PastSegment[]> {
  const { rows } = await database.query<Row & { lastKept: Date }>(PAST, [at]);
  return rows.map(
    (row) => ({ ...row, lastKept: row.lastKept.toISOString() }) as unknown as PastSegment,
  );
}

/** Marks a segment as purged, and says when; nothing changes when anything in it is kept or held now. */
export async function purgeSegment(
  database: Queryable,
  id: number,
  at: Date,
): Promise<string | undefined> {
  const { rows } = await database.query<{ purged: boolean }>(PURGE, [id, at]);
  if (!rows[0]?.purged) return undefined;
  const marked = await database.query<{ purgedAt: Date }>(PURGED_AT, [id]);
  return marked.rows[0]?.purgedAt.toISOString();
}

export interface MarkedSegment {
  readonly object: string;
  /** ISO instant. */
  readonly purgedAt: string;
}

/** Objects marked as purged: what a run that was cut short has still to remove. */
export async function listPurgedObjects(database: Queryable): Promise<readonly MarkedSegment[]> {
  const { rows } = await database.query<{ object: string; purgedAt: Date }>(PURGED);
  return rows.map(({ object, purgedAt }) => ({ object, purgedAt: purgedAt.toISOString() }));
}

const MONTHS = statement('SELECT part FROM ventanilla.invoice_months() AS part');
const DROP_MONTH = statement('SELECT ventanilla.drop_invoice_month($1, $2) AS dropped');

/** Months of the search index, `invoices_2029_01`, whose content is all purged. */
export async function findPurgedMonths(database: Queryable): Promise<readonly string[]> {
  const purged: string[] = [];
  for (const { part } of (await database.query<{ part: string }>(MONTHS)).rows) {
    const { rows } = await database.query<{ dropped: boolean }>(DROP_MONTH, [part, false]);
    if (rows[0]?.dropped) purged.push(part);
  }
  return purged;
}

/** False, and nothing changes, when some of its content is not purged. */
export async function dropPurgedMonth(database: Queryable, part: string): Promise<boolean> {
  const { rows } = await database.query<{ dropped: boolean }>(DROP_MONTH, [part, true]);
  return rows[0]?.dropped ?? false;
}
