import { verifyReceipt } from '@ventanilla/receipts';
import { as, OWNER } from '../src/test/fakes.ts';
import { createWorld, idOf, KEY } from './world.ts';

const MINE = 'mine';
const THEIRS = 'theirs';
let world: Awaited<ReturnType<typeof createWorld>>;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const get = (path: string, headers: Record<string, string> = as('owner')) =>
  world.app.inject({ url: path, headers });
const path = (original: string, part = '') => `/v1/documents/${idOf(original)}${part}`;

it('serves a document from received to proved, and others nothing of it', async () => {
  const { publish } = await world.settle([
    { original: MINE, issuer: OWNER, buyer: 'BUYER' },
    { original: THEIRS, issuer: 'SOMEONE', buyer: 'ELSE' },
  ]);

  // Committed and not yet signed: known, and not told.
  expect((await get(path(MINE))).json()).toMatchObject({ status: 'received' });
  expect((await get(path(MINE, '/receipt'))).json()).toMatchObject({ code: 'outcome-pending' });
  const held = get(path(MINE), { ...as('owner'), prefer: 'wait=10' });
  await publish();
  expect((await held).json()).toMatchObject({ status: 'accepted', final: true });

  const status = (await get(path(MINE))).json();
  expect(status.summary).toMatchObject({ issuerId: OWNER, totalAmount: '10.00' });

  const receipt = (await get(path(MINE, '/receipt'))).json();
  const report = (await get(path(MINE, '/report?language=both'))).json();
  const { documentId, ...registered } = report;
  expect(documentId).toBe(idOf(MINE));
  expect(
    verifyReceipt({
      receipt,
      report: registered,
      documentBytes: Buffer.from(MINE),
      publicKey: KEY,
    }),
  ).toMatchObject({ outcome: 'valid' });

  expect((await get(path(MINE, '/canonical'))).json()).toEqual({ of: MINE });
  expect((await get(path(MINE, '/original'))).body).toBe(MINE);
  const headers = { ...as('auditor'), purpose: 'Case 2026-17' };
  expect((await get(path(MINE, '/original'), headers)).body).toBe(MINE);
  const events = (await get(path(MINE, '/events'), as('auditor'))).json().data;
  expect(events.map(({ kind }: { kind: string }) => kind)).toEqual([
    'received',
    'registered',
    'archived',
    'read',
    'read',
  ]);
});

it.each(['', '/report', '/receipt', '/canonical', '/original', '/events'])(
  'tells strangers nothing by %s',
  async (part) => {
    const answer = await get(path(THEIRS, part));
    expect(answer.statusCode).toBe(404);
    expect(answer.body).not.toContain('SOMEONE');
  },
);

it('finds only its own by search and look-up, and staff find all', async () => {
  const ids = async (name: string) =>
    (await get('/v1/documents', as(name)))
      .json()
      .data.map(({ documentId }: { documentId: string }) => documentId);
  expect(await ids('owner')).toEqual([idOf(MINE)]);
  expect(await ids('stranger')).toEqual([]);
  expect((await ids('auditor')).sort()).toEqual([idOf(MINE), idOf(THEIRS)].sort());
  const answer = await world.app.inject({
    method: 'POST',
    url: '/v1/documents/lookup',
    headers: as('owner'),
    payload: { ids: [idOf(THEIRS), idOf(MINE)] },
  });
  expect(answer.json().data.map(({ status }: { status: string }) => status)).toEqual([
    'unknown',
    'accepted',
  ]);
});

it('lets anyone check, with the parties masked, and read the log', async () => {
  const check = (await get(`/v1/public/check/${idOf(THEIRS)}`, {})).json();
  expect(check).toMatchObject({ exists: true, totalAmount: '10.00', issuer: { id: '****ONE' } });
  expect((await get('/v1/log/checkpoint', {})).body).toContain(`${KEY.name}\n2\n`);
  expect((await get('/v1/log/tile/0/000.p/2', {})).rawPayload).toHaveLength(64);
});
