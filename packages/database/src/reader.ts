/** Reading within the scope of a principal: the database cuts the rows, not the caller. */
import { invariant } from '@ventanilla/errors';
import { type Database, statement, type Transaction } from './database.ts';

/** What a principal may see. taxpayer: documents it issued, submitted, or (accepted ones) bought. */
export type ReadScope =
  | { readonly scope: 'all' }
  | { readonly scope: 'regions'; readonly regions: readonly string[] }
  | { readonly scope: 'taxpayer'; readonly taxpayerId: string }
  /** Accepted documents, for the public check: show minimal facts. */
  | { readonly scope: 'public' }
  /** The audit trail and no document. */
  | { readonly scope: 'audit' };

const SET_SCOPE = statement(`
  SELECT set_config('app.scope', $1, true), set_config('app.taxpayer_id', $2, true),
    set_config('app.regions', $3, true)`);

/** Runs `read` in a transaction that sees the rows of `scope` only. */
export function readAs<T>(
  database: Database,
  scope: ReadScope,
  read: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const taxpayerId = scope.scope === 'taxpayer' ? scope.taxpayerId : '';
  const regions = scope.scope === 'regions' ? scope.regions : [];
  invariant(scope.scope !== 'taxpayer' || taxpayerId !== '', 'A taxpayer scope names a taxpayer.');
  invariant(
    regions.every((region) => !region.includes(',')),
    'A region code holds no comma.',
  );
  return database.transaction(async (transaction) => {
    await transaction.query(SET_SCOPE, [scope.scope, taxpayerId, regions.join(',')]);
    return read(transaction);
  });
}
