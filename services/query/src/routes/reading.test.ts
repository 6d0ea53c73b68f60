import type { SearchKey, SearchRow } from '@ventanilla/database/reads';
import type { LightMyRequestResponse } from 'fastify';
import { as, ID, OTHER_ID, OWNER, outcome, setUp } from '../test/fakes.ts';

const row = (n: number): SearchRow =>
  ({ documentId: n.toString(16).padStart(64, '0'), issueDate: '2026-03-01' }) as SearchRow;

describe('GET /v1/documents', () => {
  it('pages by keyset until there is no more', async () => {
    const { app, world } = await setUp();
    const rows = [5, 4, 3, 2, 1].map(row);
    const afters: (SearchKey | undefined)[] = [];
    world.session.search = async (_filter, after, limit) => {
      afters.push(after);
      const from = after
        ? rows.findIndex(({ documentId }) => documentId === after.documentId) + 1
        : 0;
      return rows.slice(from, from + limit);
    };
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = `?issuer=123-k&limit=2${cursor && `&cursor=${cursor}`}`;
      const answer: LightMyRequestResponse = await app.inject({
        url: `/v1/documents${query}`,
        headers: as('owner'),
      });
      expect(answer.statusCode).toBe(200);
      seen.push(...answer.json().data.map(({ documentId }: SearchRow) => documentId));
      cursor = answer.json().next;
    }
    expect(seen).toEqual(rows.map(({ documentId }) => documentId));
    expect(afters).toHaveLength(3);
  });

  it('normalises ids and passes every filter on', async () => {
    const { app, world } = await setUp();
    let asked: unknown;
    world.session.search = async (filter) => {
      asked = filter;
      return [];
    };
    const query =
      'issuer=1234567-k&from=2026-01-01&to=2026-02-28&minAmount=10&maxAmount=20.50&verdict=rejected';
    await app.inject({ url: `/v1/documents?${query}`, headers: as('owner') });
    expect(asked).toEqual({
      issuer: OWNER,
      from: '2026-01-01',
      to: '2026-02-28',
      minAmount: '10',
      maxAmount: '20.50',
      verdict: 'rejected',
    });
  });

  it.each([
    ['isuer=1', '', 'Unknown parameter: isuer. Known: issuer, buyer'],
    ['from=2026-02-30', 'from', 'There is no such day.'],
    ['from=2026-02-02&to=2026-01-01', 'from', 'from must not be above to.'],
    ['minAmount=20&maxAmount=3', 'minAmount', 'minAmount must not be above maxAmount.'],
    ['minAmount=1e3', 'minAmount', 'Must be an amount such as 1234.50.'],
    ['verdict=maybe', 'verdict', 'Must be one of: accepted, accepted-with-observations, rejected.'],
    ['limit=0', 'limit', 'Out of bounds: ≥ 1.'],
    ['limit=501', 'limit', 'Out of bounds: ≤ 500.'],
    ['limit=many', 'limit', 'Must be a number.'],
  ])('explains %s', async (query, pointer, detail) => {
    const { app } = await setUp();
    const answer = await app.inject({ url: `/v1/documents?${query}`, headers: as('owner') });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().code).toBe('query-invalid');
    expect(answer.json().errors[0].pointer).toBe(pointer);
    expect(answer.json().errors[0].detail).toContain(detail);
  });

  it('refuses a cursor of other filters', async () => {
    const { app, world } = await setUp();
    world.session.search = async () => [row(2), row(1)];
    const first = await app.inject({ url: '/v1/documents?limit=1', headers: as('owner') });
    const url = `/v1/documents?limit=1&issuer=1&cursor=${first.json().next}`;
    const answer = await app.inject({ url, headers: as('owner') });
    expect(answer.json().code).toBe('cursor-invalid');
  });
});

describe('GET /v1/totals/daily', () => {
  it('cuts as asked and says how complete it is', async () => {
    const { app, world } = await setUp({ now: () => Date.parse('2026-03-01T12:00:00Z') });
    let asked: unknown;
    world.session.dailyTotals = async (...question) => {
      asked = question;
      return [];
    };
    const url = '/v1/totals/daily?from=2026-01-01&to=2026-01-31&by=region';
    const answer = await app.inject({ url, headers: as('clerk') });
    expect(asked).toEqual(['2026-01-01', '2026-01-31', 'region']);
    expect(answer.json()).toEqual({ data: [], settledBefore: '2026-03-01T11:59:50.000Z' });
  });

  it.each([
    ['from=2026-01-01', 'This is missing.'],
    ['from=2024-01-01&to=2026-01-01', 'At most 366 days.'],
  ])('explains %s', async (query, detail) => {
    const { app } = await setUp();
    const answer = await app.inject({ url: `/v1/totals/daily?${query}`, headers: as('clerk') });
    expect(answer.json().errors[0].detail).toBe(detail);
  });
});

describe('GET /v1/completeness', () => {
  it('observes the hops in the order of the flow, once for many askers', async () => {
    const asked: string[] = [];
    const { app } = await setUp({
      now: () => Date.parse('2026-03-01T12:00:00Z'),
      stream: {
        backlog: async (topic, group) => {
          asked.push(`${topic} ${group}`);
          return [{ partition: 0, committed: '1', end: '1', records: 0, oldestAgeMs: 0 }];
        },
      },
    });
    const answers = await Promise.all([1, 2, 3].map(() => app.inject('/v1/completeness')));
    expect(answers[2]?.json()).toMatchObject({
      settledBefore: '2026-03-01T11:59:50.000Z',
      inFlight: 0,
      deadLetters: 0,
    });
    expect(asked).toEqual([
      'documents.received validation',
      'documents.validated transformation',
      'documents.transformed persistence',
      'documents.received archive',
      'documents.dead replay',
    ]);
  });
});

describe('batches', () => {
  const batchId = '01900000-0000-7000-8000-000000000001';
  const url = `/v1/batches/${batchId}`;
  const counts = { accepted: 1, acceptedWithObservations: 0, rejected: 0, waiting: 0 };
  const stored: Readonly<Record<string, string>> = {
    [`batches/${batchId}/summary.json`]: JSON.stringify({
      batchId,
      clientId: 'c',
      taxpayerId: OWNER,
      startedAt: '2026-03-01T12:00:00.000Z',
      finishedAt: '2026-03-01T12:00:01.000Z',
      received: 2,
      refused: 1,
      parts: 2,
    }),
    [`batches/${batchId}/part-00001.ndjson`]: [
      `{"index":0,"name":"a","documentId":"${ID}","status":"received"}`,
      '{"index":1,"name":"b","status":"refused","code":"entry-empty"}',
    ].join('\n'),
    [`batches/${batchId}/part-00002.ndjson`]: `{"index":2,"name":"c","documentId":"${OTHER_ID}","status":"received"}\n`,
  };
  const objects = {
    get: async (key: string) => (stored[key] ? Buffer.from(stored[key]) : undefined),
  };

  it('tells what reception wrote and what was registered', async () => {
    const { app, world } = await setUp({ objects });
    world.session.batch = async () => ({ ...counts, lastRegisteredAt: null });
    const answer = await app.inject({ url, headers: as('owner') });
    expect(answer.json()).toMatchObject({ status: 'settled', refused: 1, outcomes: counts });
  });

  it('is known by its outcomes while it is still being received', async () => {
    const { app, world } = await setUp();
    world.session.batch = async () => ({ ...counts, lastRegisteredAt: null });
    const answer = await app.inject({ url, headers: as('owner') });
    expect(answer.json()).toMatchObject({ status: 'receiving', outcomes: counts });
  });

  it('results come part by part, each entry with its outcome', async () => {
    const { app, world } = await setUp({ objects });
    world.outcomes.push(outcome());
    const first = (await app.inject({ url: `${url}/results`, headers: as('owner') })).json();
    const statuses = first.data.map(({ status }: { status: string }) => status);
    expect(statuses).toEqual(['accepted', 'refused']);
    const rest = await app.inject({
      url: `${url}/results?part=${first.next}`,
      headers: as('owner'),
    });
    expect(rest.json()).toMatchObject({ data: [{ index: 2, status: 'received' }], next: null });
  });

  it('of others are 404', async () => {
    const { app, world } = await setUp({ objects });
    world.session.batch = async () => undefined;
    for (const path of [url, `${url}/results`]) {
      const answer = await app.inject({ url: path, headers: as('stranger') });
      expect(answer.statusCode).toBe(404);
      expect(answer.json().code).toBe('batch-not-found');
    }
    const staff = await app.inject({ url: `${url}/results`, headers: as('auditor') });
    expect(staff.statusCode).toBe(200);
    // A batch may hold documents of any region.
    const regional = await app.inject({ url: `${url}/results`, headers: as('clerk') });
    expect(regional.statusCode).toBe(404);
  });
});

describe('public routes', () => {
  it('check answers without a token, and limits each address', async () => {
    const { app } = await setUp({}, { publicChecksPerMinute: 2 });
    const url = `/v1/public/check/${ID}`;
    const ask = (remoteAddress: string) => app.inject({ url, remoteAddress });
    expect((await ask('10.0.0.1')).json()).toEqual({ exists: false });
    await ask('10.0.0.1');
    const third = await ask('10.0.0.1');
    expect(third.statusCode).toBe(429);
    expect(third.headers['retry-after']).toBeDefined();
    expect(third.json()).toMatchObject({ code: 'rate-limited' });
    expect((await ask('10.0.0.2')).statusCode).toBe(200);
  });

  it('check believes as many proxies as there are, and no address that the caller made up', async () => {
    const { app } = await setUp({}, { publicChecksPerMinute: 1, trustProxyHops: 1 });
    const ask = async (forwarded: string) => {
      const headers = { 'x-forwarded-for': forwarded };
      return (await app.inject({ url: `/v1/public/check/${ID}`, headers })).statusCode;
    };
    expect(await ask('10.0.0.1')).toBe(200);
    expect(await ask('1.2.3.4, 10.0.0.1')).toBe(429);
    expect(await ask('10.0.0.2')).toBe(200);
  });

  it('check reads a QR', async () => {
    const { app, world } = await setUp();
    const keys: unknown[] = [];
    world.reads.publicCheck = async (key) => {
      keys.push(key);
      return undefined;
    };
    const number = '0F6C0A1B-2D3E-4F50-8A9B-ABCDEF012345';
    const qr = encodeURIComponent(`https://v.example/?numero=${number}&monto=1`);
    expect((await app.inject(`/v1/public/check?qr=${qr}`)).json()).toEqual({ exists: false });
    expect(keys).toEqual([{ businessKey: `gt-fel:${number}` }]);
    expect((await app.inject('/v1/public/check?qr=hello')).json().code).toBe('qr-unreadable');
  });

  it('rules are data, or a page when a browser asks', async () => {
    const words = { es: 'a', en: 'b' };
    const entry = { code: 'R-1', formats: ['x'], stage: 'rules', severity: 'fatal' } as const;
    const { app } = await setUp({
      rules: [{ ...entry, message: words, hint: words, source: 's' }],
    });
    expect((await app.inject('/v1/rules?severity=fatal')).json().data).toHaveLength(1);
    expect((await app.inject('/v1/rules?code=R-2')).json().data).toHaveLength(0);
    const page = await app.inject({ url: '/v1/rules', headers: { accept: 'text/html,*/*;q=0.8' } });
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.body).toContain('R-1');
  });

  it('the type of a problem leads to what it means', async () => {
    const { app } = await setUp();
    const { type } = (await app.inject('/v1/rules/NONE')).json();
    expect((await app.inject(type)).json()).toMatchObject({ code: 'rule-not-found', status: 404 });
    const page = await app.inject({
      url: `${type}?language=es`,
      headers: { accept: 'text/html' },
    });
    expect(page.body).toContain('<h1>Regla no encontrada</h1>');
    expect((await app.inject('/v1/problems/toString')).json().code).toBe('problem-not-found');
  });

  it('a code of an authority that no rule has is told with its reason', async () => {
    const reason = { es: 'Necesita: <b>', en: 'Needs: <b>' };
    const without = { code: 'N-1', format: 'x', how: 'outside', reason } as const;
    const { app } = await setUp({ withoutRule: [without] });
    expect((await app.inject('/v1/rules?q=needs')).json().withoutRule).toEqual([without]);
    expect((await app.inject('/v1/rules?severity=fatal')).json().withoutRule).toEqual([]);
    expect((await app.inject('/v1/rules/N-1')).json()).toEqual(without);
    for (const url of ['/v1/rules?language=es', '/v1/rules/N-1?language=es']) {
      const page = await app.inject({ url, headers: { accept: 'text/html' } });
      expect(page.body).toContain('<code>N-1</code></td><td>Necesita: &lt;b&gt;</td>');
    }
  });

  it('one rule is told with its example, in the format asked for', async () => {
    const words = { es: 'a', en: 'b' };
    const entry = { code: 'R-1', stage: 'rules', severity: 'fatal', source: 's' } as const;
    const sample = { content: '<a/>', facts: { receivedAt: '2026-05-06T16:00:00Z' } };
    const { app } = await setUp({
      rules: [{ ...entry, formats: ['x', 'y'], message: words, hint: words }],
      exampleOf: async (format) =>
        format === 'y' ? { passing: sample, failing: { ...sample, content: '<b/>' } } : words,
    });
    const told = await app.inject('/v1/rules/R-1?format=y');
    expect(told.json().example).toMatchObject({ format: 'y', failing: { content: '<b/>' } });
    expect((await app.inject('/v1/rules/R-1?format=unknown')).json().noExample).toEqual(words);
    expect((await app.inject('/v1/rules/R-2')).json().code).toBe('rule-not-found');
    const page = await app.inject({
      url: '/v1/rules/R-1?format=y',
      headers: { accept: 'text/html' },
    });
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.body).toContain('<ins>+ &lt;b/&gt;</ins>');
    const form = await app.inject('/v1/rules?q=r-1&format=&severity=&date=');
    expect(form.json().data).toHaveLength(1);
  });

  const askedLog = () => {
    const asked: string[] = [];
    const read = (kind: string) => async (path: string) => {
      asked.push(`${kind} ${path}`);
      return Buffer.of(1, 2);
    };
    const receipt = async () => undefined;
    const log = {
      checkpoint: async () => 'note',
      cosigned: async () => 'cosigned note',
      tile: read('tile'),
      bundle: read('bundle'),
      audit: { checkpoint: async () => 'audit note', tile: read('audit tile') },
      receipt,
    };
    return { asked, log };
  };

  it('log files are cacheable for ever, and only paths of the log are read', async () => {
    const { asked, log } = askedLog();
    const { app } = await setUp({ log }, { logEntriesPublic: true });
    expect((await app.inject('/v1/log/checkpoint')).body).toBe('note');
    expect((await app.inject('/v1/log/cosigned')).body).toBe('cosigned note');
    const tile = await app.inject('/v1/log/tile/0/x001/234.p/17');
    expect(tile.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(tile.rawPayload).toEqual(Buffer.of(1, 2));
    await app.inject('/v1/log/tile/entries/000');
    const wrong = ['0/1', '../x', '0/000.p/256', '64/000', '0/000/..%2f..%2fx', 'entries/1'];
    for (const path of [...wrong, 'entries/000.p/0', 'entries/0/000', 'entries/..%2f0/000']) {
      expect((await app.inject(`/v1/log/tile/${path}`)).statusCode).toBe(404);
    }
    expect(asked).toEqual(['tile 0/x001/234.p/17', 'bundle 000']);
  });

  it.each([
    ['nobody with no token', {}, 401],
    ['no taxpayer', as('owner'), 403],
    ['no official without the scope', as('clerk'), 403],
    ['no auditor of one region', as('regional'), 403],
    ['an auditor', as('auditor'), 200],
  ])('entries of the log that is not public are for %s', async (_, headers, status) => {
    const { log } = askedLog();
    const { app } = await setUp({ log });
    const answer = await app.inject({ url: '/v1/log/tile/entries/000.p/3', headers });
    expect(answer.statusCode).toBe(status);
    if (status === 200) expect(answer.headers['cache-control']).toContain('private');
    expect((await app.inject('/v1/log/tile/0/000')).statusCode).toBe(200);
  });

  it('keys are published', async () => {
    const { app } = await setUp();
    const answer = await app.inject('/.well-known/ventanilla/keys.json');
    expect(answer.json()).toEqual({ type: 'ventanilla/keys/v1', keys: [] });
  });

  it('the JSON Schema of our own format is published', async () => {
    const { app } = await setUp();
    const answer = await app.inject('/v1/schemas/invoice.json');
    expect(answer.headers['content-type']).toContain('application/schema+json');
    expect(answer.json()).toMatchObject({ $id: 'https://ventanilla.dev/schemas/invoice/v1' });
  });

  it.each([
    ['/v1/batches/nope', 'batch-id-invalid'],
    ['/v1/batches/nope/results', 'batch-id-invalid'],
    ['/v1/documents/nope', 'document-id-invalid'],
  ])('%s says %s', async (url, code) => {
    const { app } = await setUp();
    expect((await app.inject({ url, headers: as('owner') })).json()).toMatchObject({ code });
  });

  it('an unknown route is a coded 404', async () => {
    const { app } = await setUp();
    expect((await app.inject('/v1/nothing')).json()).toMatchObject({
      code: 'route-not-found',
      detail: 'There is no GET /v1/nothing in this API.',
    });
  });
});

describe('OpenAPI', () => {
  it('describes every route with its parameters, scopes and problems', async () => {
    const { app } = await setUp();
    const document = (await app.inject('/v1/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths).sort()).toEqual([
      '/.well-known/ventanilla/keys.json',
      '/v1/audit',
      '/v1/batches/{id}',
      '/v1/batches/{id}/results',
      '/v1/completeness',
      '/v1/documents',
      '/v1/documents/lookup',
      '/v1/documents/{id}',
      '/v1/documents/{id}/canonical',
      '/v1/documents/{id}/events',
      '/v1/documents/{id}/original',
      '/v1/documents/{id}/receipt',
      '/v1/documents/{id}/receipt.html',
      '/v1/documents/{id}/receipt.pdf',
      '/v1/documents/{id}/receipt.tlog-proof',
      '/v1/documents/{id}/report',
      '/v1/log/audit/checkpoint',
      '/v1/log/audit/tile/{path}',
      '/v1/log/checkpoint',
      '/v1/log/cosigned',
      '/v1/log/tile/entries/{path}',
      '/v1/log/tile/{path}',
      '/v1/problems/{code}',
      '/v1/public/check',
      '/v1/public/check/{id}',
      '/v1/rules',
      '/v1/rules/{code}',
      '/v1/schemas/invoice.json',
      '/v1/totals/daily',
    ]);
    const search = document.paths['/v1/documents'].get;
    expect(search.parameters.map(({ name }: { name: string }) => name)).toContain('minAmount');
    expect(search.responses['400'].content).toHaveProperty(['application/problem+json']);
    expect(JSON.stringify(document)).not.toContain('$schema');
  });
});
