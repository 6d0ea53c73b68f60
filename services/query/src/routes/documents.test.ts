import { OperationalError } from '@ventanilla/errors';
import { as, ID, OTHER_ID, outcome, setUp } from '../test/fakes.ts';

const url = `/v1/documents/${ID}`;

describe('GET /v1/documents/{id}', () => {
  it('tells the outcome with its links', async () => {
    const { app, world } = await setUp();
    world.outcomes.push(outcome({ verdict: 'accepted-with-observations', codes: ['X-1'] }));
    const answer = await app.inject({ url, headers: as('owner') });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      documentId: ID,
      status: 'accepted-with-observations',
      final: true,
      attempt: 1,
      codes: ['X-1'],
      links: { receipt: `${url}/receipt` },
    });
  });

  it('tells an uncovered outcome as received only', async () => {
    const { app, world } = await setUp();
    world.outcomes.push(outcome({ covered: false }));
    const { status, logIndex } = (await app.inject({ url, headers: as('owner') })).json();
    expect(status).toBe('received');
    expect(logIndex).toBeUndefined();
  });

  it('tells what a document waits for', async () => {
    const { app, world } = await setUp();
    const receivedAt = '2026-03-01T12:00:00.000Z';
    world.session.pending = async () => [
      { documentId: ID, status: 'waiting', receivedAt, waitsFor: 'gt-fel:Y' },
    ];
    const answer = await app.inject({ url, headers: as('owner') });
    expect(answer.json()).toMatchObject({ status: 'waiting', waitsFor: 'gt-fel:Y' });
  });

  it('answers unknown with the mark that tells "never" from "not yet"', async () => {
    const now = Date.parse('2026-03-01T12:00:00Z');
    const { app } = await setUp({ now: () => now });
    const answer = await app.inject({ url, headers: as('owner') });
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({
      code: 'document-not-found',
      document: { status: 'unknown', settledBefore: '2026-03-01T11:59:50.000Z' },
    });
  });

  it('finds a document that came while the mark was read', async () => {
    const { app, world } = await setUp({
      stream: {
        backlog: async () => {
          world.outcomes = [outcome()];
          return [];
        },
      },
    });
    const answer = await app.inject({ url, headers: as('owner') });
    expect(answer.json()).toMatchObject({ status: 'accepted' });
  });

  it('is the same 404 for a document of others', async () => {
    const { app, world } = await setUp();
    world.outcomes.push(outcome());
    const answer = await app.inject({ url, headers: as('stranger') });
    expect(answer.statusCode).toBe(404);
    expect(answer.json().code).toBe('document-not-found');
  });

  it.each([
    [undefined, 401, 'token-missing', 'Bearer realm="ventanilla"'],
    ['forged', 401, 'token-malformed', 'invalid_token'],
    ['scopeless', 403, 'scope-missing', 'insufficient_scope'],
    ['nobody', 403, 'taxpayer-unknown', undefined],
  ])('refuses %s', async (name, status, code, challenge) => {
    const { app } = await setUp();
    const answer = await app.inject({ url, headers: name === undefined ? {} : as(name) });
    expect(answer.statusCode).toBe(status);
    expect(answer.json().code).toBe(code);
    if (challenge) expect(answer.headers['www-authenticate']).toContain(challenge);
  });

  it('explains a wrong id in the language asked for', async () => {
    const { app } = await setUp();
    const headers = { ...as('owner'), 'accept-language': 'es' };
    const answer = await app.inject({ url: '/v1/documents/ABC', headers });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-language']).toBe('es');
    expect(answer.json()).toMatchObject({
      code: 'document-id-invalid',
      errors: [{ pointer: 'id', detail: 'Debe ser un SHA-256: 64 dígitos hexadecimales.' }],
    });
  });

  it('says 503 with Retry-After when a store fails, and logs it once', async () => {
    const { app, world } = await setUp();
    world.session.outcomes = async () => {
      throw new OperationalError('database-unreachable', 'down', { retryable: true });
    };
    const answer = await app.inject({ url, headers: as('owner') });
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('2');
    expect(answer.json().code).toBe('reads-unavailable');
    expect(world.errors).toHaveLength(1);
  });
});

describe('Prefer: wait', () => {
  const wait = { ...as('owner'), prefer: 'wait=5' };

  it('asks nothing of the poller when the outcome is there', async () => {
    const { app, world } = await setUp();
    world.outcomes.push(outcome());
    const answer = await app.inject({ url, headers: wait });
    expect(answer.json().status).toBe('accepted');
    expect(answer.headers['preference-applied']).toBe('wait=5');
    expect(world.settledQuestions).toBe(0);
  });

  it('answers when the signed head comes to cover the outcome', async () => {
    const { app, world, ports } = await setUp();
    world.outcomes.push(outcome({ covered: false }));
    const answer = app.inject({ url, headers: wait });
    while (world.settledQuestions === 0) await new Promise(setImmediate);
    expect(ports.waiting.size()).toBe(1);
    world.outcomes = [outcome()];
    expect((await answer).json().status).toBe('accepted');
    expect(ports.waiting.size()).toBe(0);
  });

  it('does not answer a new submission with the rejection of an old one', async () => {
    const { app, world } = await setUp();
    const first = outcome({ verdict: 'rejected' });
    world.outcomes.push(first);
    const submission = '01900000-0000-7000-8000-000000000002';
    const answer = app.inject({ url: `${url}?submission=${submission}`, headers: wait });
    while (world.settledQuestions < 2) await new Promise(setImmediate);
    world.outcomes = [outcome({ attempt: 2, submissionId: submission })];
    expect((await answer).json()).toMatchObject({ status: 'accepted', attempt: 2 });
  });

  it('holds a stranger to the end, so that time tells nothing', async () => {
    const { app, world } = await setUp();
    world.outcomes.push(outcome());
    const started = Date.now();
    const headers = { ...as('stranger'), prefer: 'wait=1' };
    const answer = await app.inject({ url, headers });
    expect(answer.statusCode).toBe(404);
    expect(Date.now() - started).toBeGreaterThanOrEqual(990);
  });
});

describe('POST /v1/documents/lookup', () => {
  const lookup = { method: 'POST', url: '/v1/documents/lookup' } as const;

  it('answers every id in the order asked, with the mark', async () => {
    const now = Date.parse('2026-03-01T12:00:00Z');
    const { app, world } = await setUp({ now: () => now });
    world.outcomes.push(outcome());
    const payload = { ids: [OTHER_ID, ID, OTHER_ID] };
    const answer = await app.inject({ ...lookup, headers: as('owner'), payload });
    const { data, settledBefore } = answer.json();
    expect(data.map((view: { status: string }) => view.status)).toEqual([
      'unknown',
      'accepted',
      'unknown',
    ]);
    expect(settledBefore).toBe('2026-03-01T11:59:50.000Z');
  });

  it.each([
    [{ ids: [] }],
    [{ ids: Array.from({ length: 1001 }, () => ID) }],
    [{ ids: ['x'] }],
    [{ ids: [ID], more: 1 }],
    [{}],
  ])('refuses a wrong body', async (payload) => {
    const { app } = await setUp();
    const answer = await app.inject({ ...lookup, headers: as('owner'), payload });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().code).toBe('query-invalid');
    expect(answer.json().errors.length).toBeGreaterThan(0);
  });
});
