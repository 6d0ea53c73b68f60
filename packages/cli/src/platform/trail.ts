/** What operators do to keys and content, as lines of the audit trail beside the readings. */
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { appendAudit, type Queryable } from '@ventanilla/database';
import type { AUDIT_ACTIONS } from '@ventanilla/database/reads';
import { errorCode } from '@ventanilla/errors';
import { terminalOutput } from '../terminal/output.ts';

export interface Act {
  readonly action: (typeof AUDIT_ACTIONS)[number];
  /** Who did it. */
  readonly by: string;
  readonly reason?: string | undefined;
  readonly details: object;
}

/** In the transaction of what it tells of, where that is in the database too. */
export const writeAct = (
  database: Queryable,
  { action, by, reason, details }: Act,
): Promise<void> =>
  appendAudit(database, {
    clientId: by,
    taxpayerId: null,
    roles: ['custody'],
    action,
    documentId: null,
    purpose: reason ?? null,
    details,
  });

/** What came of an act, beside what was meant. */
export interface Done<T> {
  readonly result: T;
  readonly action?: Act['action'];
  readonly by?: string;
  readonly details: object;
}

/**
 * Does what the database cannot undo between two lines: one that it begins, and one of what came of it, which
 * names the first. A crash in between leaves the first alone; when that cannot be written nothing is done. Without
 * a database it says so, and goes on: keys outlive the platform and are cared for without it.
 */
export async function actOnTrail<T>(
  database: Queryable | undefined,
  act: Act,
  work: () => Promise<Done<T>>,
): Promise<T> {
  if (database === undefined) {
    const { result, action = act.action, by = act.by } = await work();
    terminalOutput.err(`no database: ${action} by ${by} is not in the audit trail`);
    return result;
  }
  const begun = randomUUID();
  const intent = { begun, of: act.action, ...act.details };
  await writeAct(database, { ...act, action: 'act-begun', details: intent });
  const { result, details, ...came } = await work().catch(async (error: unknown) => {
    const failed = { begun, of: act.action, code: errorCode(error) };
    await writeAct(database, { ...act, action: 'act-failed', details: failed }).catch(() => {
      terminalOutput.err(`that ${act.action} failed is not in the audit trail`);
    });
    throw error;
  });
  await writeAct(database, { ...act, ...came, details: { ...act.details, ...details, begun } });
  return result;
}

/** The account on this machine, for who does not say a name; in a container it may be a number without one. */
export function thisAccount(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid:${process.getuid?.() ?? 'unknown'}`;
  }
}
