import type { OutcomeRow, ReadSession } from '@ventanilla/database/reads';
import type { ProblemCode } from '@ventanilla/problems';
import type { FastifyRequest } from 'fastify';
import { readerFor } from '../http/authorise.ts';
import { leaveTrace } from '../http/trail.ts';
import type { Ports } from '../ports.ts';

/** Reads in the transaction that has seen the outcome and its cover; otherwise says which problem it is. */
export async function withOutcome<T>(
  reads: Ports['reads'],
  request: FastifyRequest,
  id: string,
  form: 'report' | 'receipt' | 'canonical',
  read: (session: ReadSession, outcome: OutcomeRow) => Promise<T | undefined>,
): Promise<{ readonly value: T } | ProblemCode> {
  return reads.session(readerFor(request), async (session) => {
    const [outcome] = await session.outcomes([id]);
    if (outcome?.covered) {
      await leaveTrace(session, request, { action: 'document-read', documentId: id }, { form });
      const value = await read(session, outcome);
      return value === undefined ? 'document-not-found' : { value };
    }
    if (outcome) return 'outcome-pending';
    const [pending] = await session.pending([id]);
    return pending ? 'outcome-pending' : 'document-not-found';
  });
}
