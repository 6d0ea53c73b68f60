/** What operators do to keys and content, as lines of the audit trail beside the readings. */
import { userInfo } from 'node:os';
import { appendAudit, type Database } from '@ventanilla/database';
import type { AUDIT_ACTIONS } from '@ventanilla/database/reads';
import { terminalOutput } from '../terminal/output.ts';

export interface Act {
  readonly action: (typeof AUDIT_ACTIONS)[number];
  /** Who did it. */
  readonly by: string;
  readonly reason?: string | undefined;
  readonly details: object;
}

export const writeAct = (database: Database, { action, by, reason, details }: Act): Promise<void> =>
  appendAudit(database, {
    clientId: by,
    taxpayerId: null,
    roles: ['custody'],
    action,
    documentId: null,
    purpose: reason ?? null,
    details,
  });

/** Says so where there is no database to write it to: keys outlive the platform and are cared for without it. */
export async function writeActIfPossible(database: Database | undefined, act: Act): Promise<void> {
  if (database !== undefined) return writeAct(database, act);
  terminalOutput.err(`no database: ${act.action} by ${act.by} is not in the audit trail`);
}

/** The account on this machine, for who does not say a name. */
export const thisAccount = (): string => userInfo().username;
