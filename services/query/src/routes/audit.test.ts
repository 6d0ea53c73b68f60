import type { AuditFilter, AuditRow } from '@ventanilla/database/reads';
import { as, ID, outcome, setUp } from '../test/fakes.ts';

const line = (id: number): AuditRow => ({
  id,
  at: '2030-01-02T03:04:05.678Z',
  client: 'auditor-1',
  taxpayerId: null,
  roles: ['auditor'],
  action: 'original-read',
  documentId: ID,
  purpose: 'Case 7',
  details: { requestId: 'r' },
  logIndex: id - 1,
});

async function trailOf(rows: readonly AuditRow[]) {
  const setting = await setUp();
  const asked: { filter: AuditFilter; before: number | undefined }[] = [];
  setting.world.session.auditTrail = async (filter, before, limit) => {
    asked.push({ filter, before });
    return rows.filter(({ id }) => before === undefined || id < before).slice(0, limit);
  };
  return { ...setting, asked };
}

describe('GET /v1/audit', () => {
  it.each(['supervisor', 'operator'])(
    'tells a %s who read what and why, page by page',
    async (who) => {
      const { app, asked } = await trailOf([line(3), line(2), line(1)]);
      const get = (query: string) =>
        app.inject({ url: `/v1/audit?limit=2${query}`, headers: as(who) });
      const first = (await get('')).json();
      expect(first.data.map(({ id }: AuditRow) => id)).toEqual([3, 2]);
      const second = (await get(`&cursor=${first.next}`)).json();
      expect(second).toEqual({ data: [line(1)], next: null });
      expect(asked.map(({ before }) => before)).toEqual([undefined, 2]);
      const foreign = await get(`&client=other&cursor=${first.next}`);
      expect(foreign.json().code).toBe('cursor-invalid');
    },
  );

  it('shows operators the trail alone, and leaves a line of every look', async () => {
    const { app, world } = await trailOf([]);
    const query = `client=ana&action=original-read&document=${ID}&from=2030-01-01&to=2030-01-31`;
    await app.inject({
      url: `/v1/audit?${query}`,
      headers: { ...as('operator'), purpose: 'Review' },
    });
    expect(world.readers.map(({ scope }) => scope)).toEqual([{ scope: 'audit' }]);
    const filter = {
      client: 'ana',
      action: 'original-read',
      document: ID,
      from: '2030-01-01',
      to: '2030-01-31',
    };
    const details = { requestId: expect.any(String), filter };
    expect(world.trail).toEqual([{ action: 'audit-read', purpose: 'Review', details }]);
  });

  it('asks for whole days', async () => {
    const { app, asked } = await trailOf([]);
    await app.inject({ url: '/v1/audit?from=2030-01-31&to=2030-01-31', headers: as('operator') });
    const since = '2030-01-31T00:00:00.000Z';
    expect(asked[0]?.filter).toEqual({ since, until: '2030-02-01T00:00:00.000Z' });
  });

  it.each([
    ['auditor', 403, 'scope-missing'],
    ['owner', 403, 'scope-missing'],
  ])('is closed to an %s without the scope', async (who, status, code) => {
    const { app } = await trailOf([line(1)]);
    const answer = await app.inject({ url: '/v1/audit', headers: as(who) });
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  it.each(['action=unheard-of', 'from=2030-02-30', 'from=2030-02-02&to=2030-02-01', 'document=x'])(
    'explains %s',
    async (query) => {
      const { app } = await trailOf([]);
      const answer = await app.inject({ url: `/v1/audit?${query}`, headers: as('supervisor') });
      expect([answer.statusCode, answer.json().code]).toEqual([400, 'query-invalid']);
    },
  );
});

describe('the trail', () => {
  const search = { action: 'documents-searched' };
  it.each([
    ['/v1/documents?issuer=1', { ...search, details: { filter: { issuer: '1' } } }],
    [`/v1/documents/${ID}`, { action: 'document-read', documentId: ID }],
  ])('has what staff read at %s, and nothing of taxpayers', async (url, expected) => {
    const { app, world } = await setUp();
    world.outcomes = [outcome()];
    world.session.search = async () => [];
    const headers = { ...as('auditor'), purpose: 'Case 7' };
    expect((await app.inject({ url, headers })).statusCode).toBe(200);
    expect(world.trail).toMatchObject([{ ...expected, purpose: 'Case 7' }]);
    expect((await app.inject({ url, headers: as('owner') })).statusCode).toBe(200);
    expect(world.trail).toHaveLength(1);
  });
});
