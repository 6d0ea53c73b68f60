/**
 * One login role a service, with the least it needs. The table below is the whole truth: every
 * migration run revokes what is not in it.
 */
import pg from 'pg';
import { translateDatabaseError } from './errors.ts';

export type ServiceRole =
  | 'ventanilla_validation'
  | 'ventanilla_transformation'
  | 'ventanilla_persistence'
  | 'ventanilla_archive'
  | 'ventanilla_query'
  | 'ventanilla_operator'
  | 'ventanilla_lake'
  | 'ventanilla_custody';

type Privilege = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';
type Grants = Readonly<Record<string, readonly Privilege[]>>;

const READ: readonly Privilege[] = ['SELECT'];
const APPEND: readonly Privilege[] = ['SELECT', 'INSERT'];
const CHANGE: readonly Privilege[] = ['SELECT', 'INSERT', 'UPDATE'];
const ALL: readonly Privilege[] = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];

/**
 * Who may do what to which table. Reception needs no database. Query's reads of documents, attempts,
 * co_submitters, invoices and waiting are also cut by row-level security. Nobody may delete an
 * outcome, an accepted key, a log append or an audit record.
 */
export const grantTable: Readonly<Record<ServiceRole, Grants>> = {
  ventanilla_validation: { taxpayers: READ, mandates: READ },
  ventanilla_transformation: { taxpayers: READ },
  ventanilla_persistence: {
    segments: APPEND,
    documents: CHANGE,
    attempts: APPEND,
    co_submitters: APPEND,
    // A document judged again may move to another month.
    invoices: ALL,
    origins: CHANGE,
    waiting: ALL,
    log_state: ['SELECT', 'UPDATE'],
    log_appends: APPEND,
    // Leave it once they are on the object store.
    log_entries: ['SELECT', 'INSERT', 'DELETE'],
    log_head: ['SELECT', 'UPDATE'],
    daily_totals: CHANGE,
    progress: CHANGE,
    audit_leaves: APPEND,
    audit_head: ['SELECT', 'UPDATE'],
  },
  ventanilla_archive: { segments: APPEND, archive_index: APPEND, progress: CHANGE },
  ventanilla_query: {
    segments: READ,
    archive_index: READ,
    documents: READ,
    attempts: READ,
    co_submitters: READ,
    invoices: READ,
    waiting: READ,
    log_state: READ,
    log_appends: READ,
    log_head: READ,
    daily_totals: READ,
    progress: READ,
    taxpayers: READ,
    mandates: READ,
    audit_reads: APPEND,
    audit_leaves: READ,
    audit_head: READ,
  },
  ventanilla_operator: {
    taxpayers: ALL,
    mandates: ALL,
    segments: READ,
    archive_index: READ,
    documents: READ,
    attempts: READ,
    invoices: READ,
    waiting: READ,
    log_state: READ,
    log_appends: READ,
    log_head: READ,
    daily_totals: READ,
    progress: READ,
    audit_reads: READ,
    audit_leaves: READ,
    audit_head: READ,
  },
  // Writes history to the lake: reads what a row of it says, and changes nothing.
  ventanilla_lake: {
    documents: READ,
    attempts: READ,
    invoices: READ,
    log_appends: READ,
    log_head: READ,
  },
  // Keys, holds and retention: knows where content lies, never what it says of whom.
  ventanilla_custody: {
    segments: READ,
    audit_reads: ['INSERT'],
    retention: CHANGE,
    holds: CHANGE,
  },
};

export const serviceRoles = Object.keys(grantTable) as readonly ServiceRole[];

/** SQL that makes the roles that are not there, without the right to log in. */
export const createRolesSql = (): string =>
  serviceRoles
    .map(
      (role) => `DO $$ BEGIN CREATE ROLE ${role} NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;`,
    )
    .join('\n');

/** SQL that makes the rights of every service role exactly those of `grantTable`. */
export function grantsSql(): string {
  const lines: string[] = [];
  for (const role of serviceRoles) {
    lines.push(
      `REVOKE ALL ON ALL TABLES IN SCHEMA ventanilla FROM ${role};`,
      `GRANT USAGE ON SCHEMA ventanilla TO ${role};`,
    );
    for (const [table, privileges] of Object.entries(grantTable[role])) {
      lines.push(`GRANT ${privileges.join(', ')} ON ventanilla.${table} TO ${role};`);
    }
  }
  lines.push(
    'GRANT EXECUTE ON FUNCTION ventanilla.ensure_invoice_month TO ventanilla_persistence;',
    'GRANT EXECUTE ON FUNCTION ventanilla.unlogged_audit TO ventanilla_persistence;',
    'GRANT EXECUTE ON FUNCTION ventanilla.accepted_document TO ventanilla_query;',
    'GRANT EXECUTE ON FUNCTION ventanilla.move_segment TO ventanilla_custody;',
    'GRANT EXECUTE ON FUNCTION ventanilla.waiting_headers TO ventanilla_custody;',
    'GRANT EXECUTE ON FUNCTION ventanilla.past_segments TO ventanilla_custody;',
    'GRANT EXECUTE ON FUNCTION ventanilla.purge_segment TO ventanilla_custody;',
    'GRANT EXECUTE ON FUNCTION ventanilla.held_objects TO ventanilla_custody;',
    'GRANT EXECUTE ON FUNCTION ventanilla.invoice_months TO ventanilla_custody;',
    'GRANT EXECUTE ON FUNCTION ventanilla.drop_invoice_month TO ventanilla_custody;',
  );
  return lines.join('\n');
}

/** Lets the named roles log in with these passwords. Safe to run again, and from several processes. */
export async function provisionRoles(
  adminUrl: string,
  passwords: Readonly<Partial<Record<ServiceRole, string>>>,
): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  try {
    await client.connect();
    for (const [role, password] of Object.entries(passwords)) {
      await setPassword(client, role, password);
    }
  } catch (error) {
    throw translateDatabaseError(error);
  } finally {
    await client.end();
  }
}

/** Every service appends to and reads the stream as this role, which owns nothing of the ledger. */
export const STREAM_ROLE = 'ventanilla_stream';

/**
 * Lets the stream's role log in. It may do nothing in the ledger; on Kinesis it makes the tables of its
 * leases in a schema of their own.
 */
export async function provisionStreamRole(adminUrl: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  try {
    await client.connect();
    await client.query(`DO $$ BEGIN CREATE ROLE ${STREAM_ROLE} NOLOGIN;
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
      CREATE SCHEMA IF NOT EXISTS kinesis;
      GRANT USAGE, CREATE ON SCHEMA kinesis TO ${STREAM_ROLE};`);
    await setPassword(client, STREAM_ROLE, password);
  } catch (error) {
    throw translateDatabaseError(error);
  } finally {
    await client.end();
  }
}

async function setPassword(client: pg.Client, role: string, password: string): Promise<void> {
  const sql = `ALTER ROLE ${client.escapeIdentifier(role)} LOGIN PASSWORD ${client.escapeLiteral(password)}`;
  for (let tries = 1; ; tries += 1) {
    try {
      await client.query(sql);
      return;
    } catch (error) {
      // Roles belong to the whole server: another process may be at the same row (XX000).
      if (tries === 5 || (error as { code?: string }).code !== 'XX000') throw error;
    }
  }
}
