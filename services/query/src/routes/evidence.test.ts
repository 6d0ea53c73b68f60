import { as, EMPTY_LOG, ID, outcome, setUp } from '../test/fakes.ts';

const url = (part: string) => `/v1/documents/${ID}/${part}`;
const place = { object: 'canonical/1', offset: 8, length: 99 };
const report = {
  format: 'gt-fel',
  verdict: 'rejected' as const,
  stages: [],
  faults: [
    {
      code: 'X-1',
      severity: 'fatal' as const,
      stage: 'rules' as const,
      message: { es: 'mal', en: 'wrong' },
      hint: { es: 'arregle', en: 'fix' },
      path: '/a',
    },
  ],
};

describe('evidence', () => {
  it.each([
    ['?language=both', {}, { es: 'mal', en: 'wrong' }],
    ['', { 'accept-language': 'es-GT' }, 'mal'],
    ['?language=en', { 'accept-language': 'es' }, 'wrong'],
  ])('report%s speaks the language asked for', async (query, headers, message) => {
    const { app, world } = await setUp();
    world.outcomes.push(outcome({ verdict: 'rejected' }));
    world.session.canonical = async () => ({ place, report, isPurged: false });
    const answer = await app.inject({
      url: url('report') + query,
      headers: { ...as('owner'), ...headers },
    });
    expect(answer.json().faults[0].message).toEqual(message);
  });

  it('report without faults and canonical form come from the segment', async () => {
    const clean = { ...report, verdict: 'accepted' as const, faults: [] };
    const { app, world } = await setUp({
      segments: {
        original: async () => Buffer.of(),
        judged: async (where) => {
          expect(where).toEqual(place);
          return { report: clean, invoiceJson: '{"a":"1.50"}' };
        },
      },
    });
    world.outcomes.push(outcome());
    world.session.canonical = async () => ({ place, report: undefined, isPurged: false });
    const told = await app.inject({ url: url('report'), headers: as('owner') });
    expect(told.json()).toEqual({ documentId: ID, ...clean });
    const canonical = await app.inject({ url: url('canonical'), headers: as('owner') });
    expect(canonical.body).toBe('{"a":"1.50"}');
    expect(canonical.headers['content-type']).toContain('application/json');
  });

  it('canonical form of what could not be read is 404', async () => {
    const { app, world } = await setUp({
      segments: {
        original: async () => Buffer.of(),
        judged: async () => ({ report, invoiceJson: undefined }),
      },
    });
    world.outcomes.push(outcome({ verdict: 'rejected' }));
    world.session.canonical = async () => ({ place, report, isPurged: false });
    const answer = await app.inject({ url: url('canonical'), headers: as('owner') });
    expect(answer.statusCode).toBe(404);
    expect(answer.json().code).toBe('canonical-absent');
  });

  it.each(['report', 'receipt', 'canonical'])('%s waits for the signed head', async (part) => {
    const { app, world } = await setUp();
    world.outcomes.push(outcome({ covered: false }));
    const answer = await app.inject({ url: url(part), headers: as('owner') });
    expect(answer.statusCode).toBe(409);
    expect(answer.json().code).toBe('outcome-pending');
    expect(answer.headers['retry-after']).toBe('2');
  });

  it.each(['report', 'receipt', 'canonical', 'original'])('%s of others is 404', async (part) => {
    const { app, world } = await setUp();
    world.outcomes.push(outcome());
    const answer = await app.inject({ url: url(part), headers: as('stranger') });
    expect(answer.statusCode).toBe(404);
    expect(answer.json().code).toBe('document-not-found');
  });

  it('receipt is what the log proves', async () => {
    const { app, world } = await setUp({
      log: {
        ...EMPTY_LOG,
        receipt: async ({ documentId, logIndex }) =>
          ({ type: 'ventanilla/receipt/v1', entry: { documentId }, logIndex }) as never,
      },
    });
    world.outcomes.push(outcome());
    const answer = await app.inject({ url: url('receipt'), headers: as('owner') });
    expect(answer.json()).toMatchObject({ entry: { documentId: ID }, logIndex: 7 });
  });

  it('events are told in order, and 404 when none may be seen', async () => {
    const { app, world } = await setUp();
    const events = [{ at: '2026-03-01T12:00:00.000Z', kind: 'received' as const, attempt: 1 }];
    world.session.events = async () => events;
    const answer = await app.inject({ url: url('events'), headers: as('owner') });
    expect(answer.json()).toEqual({ documentId: ID, data: events });
    world.session.events = async () => [];
    const none = await app.inject({ url: url('events'), headers: as('owner') });
    expect(none.statusCode).toBe(404);
  });
});

describe('original', () => {
  const setUpOriginal = async () => {
    const steps: string[] = [];
    const setting = await setUp({
      segments: {
        original: async () => {
          steps.push('read');
          return Buffer.from('<a/>');
        },
        judged: async () => ({ report, invoiceJson: undefined }),
      },
    });
    setting.world.outcomes.push(outcome());
    setting.world.session.original = async () => ({
      ...place,
      mediaType: 'application/xml',
      sizeBytes: 4,
      isPurged: false,
    });
    setting.world.session.audit = async ({ purpose }) => {
      steps.push(`audit ${purpose}`);
    };
    return { ...setting, steps };
  };

  it('is on record before a byte is read', async () => {
    const { app, steps, world } = await setUpOriginal();
    const headers = { ...as('auditor'), purpose: 'Case 2026-17' };
    const answer = await app.inject({ url: url('original'), headers });
    expect(answer.body).toBe('<a/>');
    expect(answer.headers['content-type']).toBe('application/xml');
    expect(answer.headers['repr-digest']).toBe(
      `sha-256=:${Buffer.from(ID, 'hex').toString('base64')}:`,
    );
    expect(steps).toEqual(['audit Case 2026-17', 'read']);
    expect(world.readers.at(-1)?.clientId).toBe('auditor-1');
  });

  it('asks an auditor why, and an official for the scope', async () => {
    const { app, steps } = await setUpOriginal();
    const asked = await app.inject({ url: url('original'), headers: as('auditor') });
    expect(asked.statusCode).toBe(400);
    expect(asked.json().code).toBe('purpose-missing');
    const headers = { ...as('clerk'), purpose: 'curiosity' };
    const refused = await app.inject({ url: url('original'), headers });
    expect(refused.statusCode).toBe(403);
    expect(refused.json().code).toBe('scope-missing');
    expect(steps).toEqual([]);
  });

  it('asks the owner for nothing', async () => {
    const { app, steps } = await setUpOriginal();
    const answer = await app.inject({ url: url('original'), headers: as('owner') });
    expect(answer.statusCode).toBe(200);
    expect(steps).toEqual(['audit own document', 'read']);
  });

  it('is not there yet when the archive lags', async () => {
    const { app, world } = await setUpOriginal();
    world.session.original = async () => undefined;
    const answer = await app.inject({ url: url('original'), headers: as('owner') });
    expect(answer.statusCode).toBe(409);
    expect(answer.json().code).toBe('original-not-archived');
  });
});

it('says of content past its retention that it was purged, and still gives the receipt', async () => {
  const { app, world } = await setUp({
    log: {
      ...EMPTY_LOG,
      receipt: async () => ({ type: 'ventanilla/receipt/v1' }) as never,
    },
  });
  world.outcomes.push(outcome());
  const gone = { object: 'segments/x', offset: 8, length: 20 };
  const original = { ...gone, mediaType: 'application/xml', sizeBytes: 4, isPurged: true };
  world.session.canonical = async () => ({ place: gone, report: undefined, isPurged: true });
  world.session.original = async () => original;
  const get = (part: string) => app.inject({ url: url(part), headers: as('owner') });
  for (const part of ['original', 'canonical', 'report']) {
    const answer = await get(part);
    expect([answer.statusCode, answer.json().code]).toEqual([410, 'content-purged']);
  }
  expect((await get('receipt')).statusCode).toBe(200);
});
