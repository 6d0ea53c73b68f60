import { type ReadScope, readAs, schema, statement } from '@ventanilla/database';
import { fault, idOf, messageOf, noteOf, uuidOf } from './messages.ts';
import { batchOf, openScene, openWorld, type World } from './scene.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  const process = openScene(world).start();
  const other = { issuerId: '300', buyerId: '200' };
  await process.handle(
    batchOf([
      messageOf({ name: 'own', submitter: '100' }),
      messageOf({ name: 'certified', submitter: '500', region: '02' }),
      messageOf({ name: 'others', submitter: '300', summary: other }),
      messageOf({ name: 'refused', submitter: '300', summary: other, faults: [fault('X-1')] }),
      messageOf({
        name: 'unreadable',
        submitter: '500',
        summary: 'unreadable',
        faults: [fault('Y')],
      }),
      noteOf('waits', 'nowhere', 'credits', { submitter: '500' }),
      // The same bytes by a second certifier, and by a stranger whom validation refused.
      messageOf({ name: 'others', submitter: '600', submissionId: uuidOf('600') }),
      messageOf({
        name: 'others',
        submitter: '700',
        submissionId: uuidOf('700'),
        faults: [fault('VEN-REG-004')],
      }),
    ]),
  );
});
afterAll(() => world?.close());

const NAMES = ['own', 'certified', 'others', 'refused', 'unreadable', 'waits'];

/** Names that the scope sees in each table. */
async function seen(scope: ReadScope) {
  const names = new Map(NAMES.map((name) => [idOf(name), name]));
  const { documents, invoices, waiting } = schema;
  return readAs(world.as('ventanilla_query'), scope, async ({ drizzle }) => {
    const read = async (table: typeof documents | typeof invoices | typeof waiting) => {
      const rows = await drizzle.select({ id: table.documentId }).from(table);
      return rows.map(({ id }) => names.get(id)).sort();
    };
    return {
      documents: await read(documents),
      invoices: await read(invoices),
      waiting: await read(waiting),
    };
  });
}

const taxpayer = (taxpayerId: string) => seen({ scope: 'taxpayer', taxpayerId });

describe('row-level security of query', () => {
  it('shows nothing to a session without a scope, nor after one has ended', async () => {
    const query = world.as('ventanilla_query');
    const count = statement('SELECT count(*)::int AS n FROM ventanilla.documents');
    expect((await query.query(count)).rows).toEqual([{ n: 0 }]);
    await readAs(query, { scope: 'all' }, (transaction) => transaction.query(count));
    expect((await query.query(count)).rows).toEqual([{ n: 0 }]);
  });

  it('shows auditors everything, or what lies in their regions', async () => {
    const all = ['certified', 'others', 'own', 'refused'];
    expect(await seen({ scope: 'all' })).toEqual({
      documents: [...all, 'unreadable'],
      invoices: all,
      waiting: ['waits'],
    });
    expect(await seen({ scope: 'regions', regions: ['02', '09'] })).toMatchObject({
      documents: ['certified'],
      invoices: ['certified'],
      waiting: [],
    });
    expect(await seen({ scope: 'regions', regions: [] })).toMatchObject({ documents: [] });
  });

  it('shows a taxpayer what it issued, submitted, or bought', async () => {
    expect(await taxpayer('100')).toEqual({
      documents: ['certified', 'own'],
      invoices: ['certified', 'own'],
      waiting: ['waits'],
    });
    expect(await taxpayer('500')).toEqual({
      documents: ['certified', 'unreadable'],
      invoices: ['certified'],
      waiting: ['waits'],
    });
    // A buyer does not see what was refused.
    expect(await taxpayer('200')).toEqual({
      documents: ['certified', 'others', 'own'],
      invoices: ['certified', 'others', 'own'],
      waiting: [],
    });
    expect(await taxpayer('404')).toEqual({ documents: [], invoices: [], waiting: [] });
  });

  it('shows a document to a second rightful sender of its bytes, not to one who was refused', async () => {
    expect(await taxpayer('600')).toMatchObject({ documents: ['others'] });
    expect(await taxpayer('700')).toMatchObject({ documents: [] });
  });

  it('shows the public accepted documents only', async () => {
    expect(await seen({ scope: 'public' })).toEqual({
      documents: ['certified', 'others', 'own'],
      invoices: ['certified', 'others', 'own'],
      waiting: [],
    });
  });

  it('cannot be talked round by the query itself', async () => {
    const attempt = readAs(
      world.as('ventanilla_query'),
      { scope: 'taxpayer', taxpayerId: `' OR true --` },
      ({ drizzle }) => drizzle.select().from(schema.documents),
    );
    expect(await attempt).toEqual([]);
    for (const sql of [
      'SET ROLE ventanilla_persistence',
      'SET SESSION AUTHORIZATION postgres',
      'SELECT FROM ventanilla.origins',
    ]) {
      await expect(world.as('ventanilla_query').query(statement(sql))).rejects.toMatchObject({
        code: 'database-forbidden',
      });
    }
  });
});
