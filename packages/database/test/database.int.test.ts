import { testDatabase, waitFor } from '@ventanilla/testing';
import { getTableConfig } from 'drizzle-orm/pg-core';
import {
  grantTable,
  listMandates,
  listTaxpayers,
  lookupMandates,
  lookupTaxpayers,
  migrate,
  openDatabase,
  readMigrations,
  schema,
  seedRegistry,
  serviceRoles,
  statement,
} from '../src/index.ts';
import { type LedgerDatabase, ledgerDatabase } from './ledger-database.ts';

let ledger: LedgerDatabase;
beforeAll(async () => {
  ledger = await ledgerDatabase();
});
afterAll(() => ledger?.close());

describe('migrations', () => {
  it('apply once, also when several processes start together', async () => {
    const fresh = await testDatabase();
    const applied = await Promise.all([1, 2, 3].map(() => migrate(fresh.url)));
    const versions = (await readMigrations()).map(({ version }) => version);
    expect(applied.flat()).toEqual(versions);
    expect(await migrate(fresh.url)).toEqual([]);
    await fresh.drop();
  });

  it('refuse a file that was changed after it was applied', async () => {
    const [first, ...rest] = await readMigrations();
    const altered = [{ ...(first as NonNullable<typeof first>), hash: 'other' }, ...rest];
    await expect(migrate(ledger.adminUrl, altered)).rejects.toMatchObject({
      code: 'migration-altered',
      retryable: false,
    });
  });

  it('leave nothing of a migration that fails', async () => {
    const fresh = await testDatabase();
    const bad = { version: 1, name: 'bad', hash: 'x', sql: 'CREATE TABLE ventanilla.t (); BROKEN' };
    await expect(migrate(fresh.url, [bad])).rejects.toMatchObject({ code: 'database-refused' });
    const versions = (await readMigrations()).map(({ version }) => version);
    expect(await migrate(fresh.url)).toEqual(versions);
    await fresh.drop();
  });

  it('make the tables that the typed schema describes', async () => {
    const { rows } = await ledger.admin.query<{ name: string }>(
      statement(`SELECT table_name || '.' || column_name || ' ' || is_nullable AS name
        FROM information_schema.columns WHERE table_schema = 'ventanilla'`),
    );
    const real = new Set(rows.map(({ name }) => name));
    const described = Object.values(schema).flatMap((table) => {
      const { name, columns } = getTableConfig(table);
      return columns.map((column) => `${name}.${column.name} ${column.notNull ? 'NO' : 'YES'}`);
    });
    expect(described.filter((column) => !real.has(column))).toEqual([]);
    const tables = new Set(described.map((column) => column.split('.')[0]));
    const unnamed = [...real].filter(
      (column) => tables.has(column.split('.')[0]) && !described.includes(column),
    );
    expect(unnamed).toEqual([]);
  });
});

describe('monthly partitions', () => {
  const ensure = statement('SELECT ventanilla.ensure_invoice_month($1::date) AS made');

  it('are made once by many processes at once', async () => {
    const pools = [1, 2, 3].map(() => ledger.as('ventanilla_persistence'));
    const days = ['2031-01-01', '2031-01-31', '2031-02-28', '2031-03-15'];
    const made = await Promise.all(
      pools.flatMap((pool) => days.map((day) => pool.query<{ made: boolean }>(ensure, [day]))),
    );
    expect(made.filter(({ rows }) => rows[0]?.made === true)).toHaveLength(3);
  });

  it('take over the rows that the default partition held for them', async () => {
    await ledger.admin.query(
      statement(`INSERT INTO ventanilla.invoices (document_id, issue_date, verdict, document_class,
          format, document_type, business_key, issuer_id, number, currency, total_amount,
          tax_amount, activity, region, issuer_size, submitter_taxpayer_id, received_at,
          registered_at)
        SELECT sha256(day::text::bytea), day, 'accepted', 'invoice', 'json', '380', day::text, '1',
          '1', 'GTQ', 1, 0, '47', '01', 'small', '1', now(), now()
        FROM unnest('{2032-04-30,2032-05-01,2032-05-31,2032-06-01}'::date[]) day`),
    );
    await ledger.admin.query(ensure, ['2032-05-10']);
    const { rows } = await ledger.admin.query(
      statement(`SELECT issue_date AS day, tableoid::regclass::text AS part
        FROM ventanilla.invoices WHERE issue_date >= '2032-01-01' ORDER BY day`),
    );
    expect(rows).toEqual([
      { day: '2032-04-30', part: 'ventanilla.invoices_default' },
      { day: '2032-05-01', part: 'ventanilla.invoices_2032_05' },
      { day: '2032-05-31', part: 'ventanilla.invoices_2032_05' },
      { day: '2032-06-01', part: 'ventanilla.invoices_default' },
    ]);
  });

  it('are not made for years that no invoice has', async () => {
    await expect(ledger.admin.query(ensure, ['1999-12-31'])).rejects.toMatchObject({
      retryable: false,
    });
  });
});

describe('roles', () => {
  it('have exactly the rights of the grant table', async () => {
    const { rows } = await ledger.admin.query<{ right: string }>(
      statement(`SELECT grantee || ' ' || privilege_type || ' ' || table_name AS right
        FROM information_schema.role_table_grants
        WHERE table_schema = 'ventanilla' AND grantee LIKE 'ventanilla_%' ORDER BY 1`),
    );
    const expected = serviceRoles.flatMap((role) =>
      Object.entries(grantTable[role]).flatMap(([table, privileges]) =>
        privileges.map((privilege) => `${role} ${privilege} ${table}`),
      ),
    );
    expect(rows.map(({ right }) => right)).toEqual(expected.sort());
  });

  it.each([
    ['ventanilla_validation', 'SELECT FROM ventanilla.documents'],
    ['ventanilla_validation', `UPDATE ventanilla.taxpayers SET status = 'active'`],
    ['ventanilla_transformation', 'SELECT FROM ventanilla.mandates'],
    ['ventanilla_archive', 'SELECT FROM ventanilla.documents'],
    ['ventanilla_archive', 'DELETE FROM ventanilla.archive_index'],
    ['ventanilla_archive', 'UPDATE ventanilla.archive_index SET segment_id = 1'],
    ['ventanilla_persistence', 'DELETE FROM ventanilla.documents'],
    ['ventanilla_persistence', 'DELETE FROM ventanilla.origins'],
    ['ventanilla_persistence', 'UPDATE ventanilla.log_appends SET leaf_count = 0'],
    ['ventanilla_persistence', 'DELETE FROM ventanilla.attempts'],
    ['ventanilla_persistence', 'SELECT FROM ventanilla.audit_reads'],
    ['ventanilla_persistence', `SELECT ventanilla.accepted_document('x')`],
    ['ventanilla_persistence', 'DELETE FROM ventanilla.invoices_default'],
    ['ventanilla_persistence', 'DROP TABLE ventanilla.invoices'],
    ['ventanilla_query', 'DELETE FROM ventanilla.documents'],
    ['ventanilla_query', 'UPDATE ventanilla.origins SET credited = 0'],
    ['ventanilla_query', 'SELECT FROM ventanilla.origins'],
    ['ventanilla_query', 'UPDATE ventanilla.audit_reads SET purpose = NULL'],
    ['ventanilla_query', 'DELETE FROM ventanilla.audit_reads'],
    ['ventanilla_query', 'SELECT FROM ventanilla.invoices_default'],
    ['ventanilla_query', 'ALTER TABLE ventanilla.documents DISABLE ROW LEVEL SECURITY'],
    ['ventanilla_query', `SELECT ventanilla.ensure_invoice_month('2026-01-01')`],
    ['ventanilla_lake', 'SELECT FROM ventanilla.taxpayers'],
    ['ventanilla_lake', 'DELETE FROM ventanilla.documents'],
    ['ventanilla_operator', 'DELETE FROM ventanilla.documents'],
    ['ventanilla_operator', 'UPDATE ventanilla.log_head SET size = 0'],
    ['ventanilla_operator', 'DELETE FROM ventanilla.audit_reads'],
  ] as const)('%s may not %s', async (role, sql) => {
    const database = ledger.as(role);
    const refused = database.query(statement(sql));
    await expect(refused).rejects.toMatchObject({ code: 'database-forbidden' });
    const { code } = (await refused.catch((error) => error)).cause;
    expect(code).toBe('42501');
  });
});

describe('registry', () => {
  const taxpayer = {
    id: '12345',
    name: 'Tienda "La Esquina", \\ & Cía.',
    status: 'active',
    affiliation: 'GEN',
    activity: '47',
    region: '01',
    size: 'small',
    establishments: ['1', '2'],
    since: '2019-05-01',
  } as const;

  it('gives back what was seeded, and the newest of what was seeded twice', async () => {
    await seedRegistry(ledger.admin, [taxpayer], [{ certifierId: '9', taxpayerId: '12345' }]);
    const none = { ...taxpayer, establishments: [], status: 'suspended' } as const;
    const validation = ledger.as('ventanilla_validation');
    const found = await lookupTaxpayers(validation, ['12345', '404']);
    expect([...found]).toEqual([['12345', taxpayer]]);
    await seedRegistry(ledger.admin, [none], [{ certifierId: '9', taxpayerId: '12345' }]);
    expect((await lookupTaxpayers(validation, ['12345'])).get('12345')).toEqual(none);
    expect([...(await lookupMandates(validation, '9', ['12345', '404']))]).toEqual(['12345']);
    expect((await lookupMandates(validation, '8', ['12345'])).size).toBe(0);
  });

  it('lists everything, over more than one page', async () => {
    const many = Array.from({ length: 5_001 }, (_, i) => ({ ...taxpayer, id: `L${10_000 + i}` }));
    const mandates = many.map(({ id }) => ({ certifierId: 'LIST', taxpayerId: id }));
    await seedRegistry(ledger.admin, many, mandates);
    const operator = ledger.as('ventanilla_operator');
    const taxpayers = (await Array.fromAsync(listTaxpayers(operator))).flat();
    expect(taxpayers.filter(({ id }) => id.startsWith('L'))).toEqual(many);
    const listed = (await Array.fromAsync(listMandates(operator))).flat();
    expect(listed.filter(({ certifierId }) => certifierId === 'LIST')).toEqual(mandates);
  });
});

describe('pool', () => {
  it('outlives connections that the server ends, idle or in a transaction', async () => {
    const idle: unknown[] = [];
    const database = openDatabase(ledger.adminUrl, {
      poolMax: 1,
      applicationName: 'victim',
      onIdleError: (error) => idle.push(error),
    });
    const end = () =>
      ledger.admin.query(
        statement(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE application_name = 'victim' AND datname = current_database()`),
      );
    await database.query(statement('SELECT 1'));
    await end();
    await waitFor(() => idle.length > 0, { what: 'the pool noticing' });
    const broken = database.transaction(async (transaction) => {
      await transaction.query(statement('SELECT 1'));
      await end();
      await transaction.query(statement('SELECT pg_sleep(5)'));
    });
    await expect(broken).rejects.toMatchObject({ retryable: true });
    expect((await database.query(statement('SELECT 1 AS one'))).rows).toEqual([{ one: 1 }]);
    await database.close();
  });

  it('rolls back what the caller refuses, and passes the refusal on', async () => {
    const refusal = new Error('no');
    const failed = ledger.admin.transaction(async (transaction) => {
      await transaction.query(statement('DELETE FROM ventanilla.log_state'));
      throw refusal;
    });
    await expect(failed).rejects.toBe(refusal);
    const { rows } = await ledger.admin.query(statement('SELECT size FROM ventanilla.log_state'));
    expect(rows).toEqual([{ size: 0 }]);
  });
});
