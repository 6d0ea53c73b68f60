/** Every outcome ever registered, in the order of the log: what an audit compares with the leaves. */
import { type Database, type Row, statement } from '../database.ts';

export interface RegisteredOutcome {
  readonly logIndex: number;
  readonly documentId: string;
  readonly attempt: number;
  readonly verdict: 'accepted' | 'accepted-with-observations' | 'rejected';
  readonly receivedAt: string;
  readonly registeredAt: string;
  /** Of an accepted document. */
  readonly businessKey?: string;
  readonly reportHash: string;
}

interface OutcomeRecord extends Row {
  readonly logIndex: number;
  readonly documentId: string;
  readonly attempt: number;
  readonly verdict: RegisteredOutcome['verdict'];
  readonly receivedAt: Date;
  readonly registeredAt: Date;
  readonly businessKey: string | null;
  readonly reportHash: string;
}

const COLUMNS = `log_index AS "logIndex", encode(document_id, 'hex') AS "documentId", attempt, verdict,
  received_at AS "receivedAt", registered_at AS "registeredAt",
  encode(report_hash, 'hex') AS "reportHash"`;
const DECLARE = statement(`
  DECLARE outcomes NO SCROLL CURSOR FOR
  SELECT ${COLUMNS}, CASE WHEN verdict <> 'rejected' THEN business_key END AS "businessKey"
  FROM ventanilla.documents
  UNION ALL SELECT ${COLUMNS}, NULL FROM ventanilla.attempts
  ORDER BY 1`);
const FETCH = statement('FETCH 2000 FROM outcomes');

const outcomeOf = ({ businessKey, ...row }: OutcomeRecord): RegisteredOutcome => ({
  ...row,
  receivedAt: row.receivedAt.toISOString(),
  registeredAt: row.registeredAt.toISOString(),
  ...(businessKey !== null && { businessKey }),
});

/** Hands over all outcomes, a page at a time, as one moment saw them. */
export const readAllOutcomes = (
  database: Database,
  take: (outcomes: readonly RegisteredOutcome[]) => Promise<void>,
): Promise<void> =>
  database.transaction(async (transaction) => {
    await transaction.query(DECLARE);
    for (;;) {
      const { rows } = await transaction.query<OutcomeRecord>(FETCH);
      if (rows.length === 0) return;
      await take(rows.map(outcomeOf));
    }
  });
