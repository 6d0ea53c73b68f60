import { createNameSet } from '../batch/name-set.ts';
import { createIdentifiers } from '../identifiers.ts';
import { documentMediaType, entryMediaType, isArchive, sniffMediaType } from './media.ts';
import { waitSeconds } from './prefer.ts';
import { createRateLimiter, rateLimitHeaders } from './rate-limit.ts';
import { validRequestId, validTraceparent } from './trace.ts';

describe('identifiers', () => {
  it('are UUIDv7, unique, and rise in the order made, even when the clock stands still or steps back', () => {
    const { uuid } = createIdentifiers();
    const made = Array.from({ length: 20_000 }, (_, i) =>
      uuid(i % 7 === 0 ? 1_790_000_000_000 - i : 1_790_000_000_000),
    );
    expect(new Set(made).size).toBe(made.length);
    expect([...made].sort()).toEqual(made);
    for (const id of made.slice(0, 100)) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    expect(Number.parseInt(made[0]?.replaceAll('-', '').slice(0, 12) ?? '', 16)).toBe(
      1_790_000_000_000,
    );
  });

  it('trace contexts are valid and differ', () => {
    const { traceparent } = createIdentifiers();
    const made = Array.from({ length: 1_000 }, traceparent);
    expect(new Set(made).size).toBe(1_000);
    expect(made.every((value) => validTraceparent(value) === value)).toBe(true);
  });
});

describe('media types', () => {
  it.each([
    ['application/xml', 'application/xml'],
    ['TEXT/XML; charset="utf-8"', 'application/xml'],
    [' application/json ;v=1', 'application/json'],
    ['application/xml-dtd', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s → %s', (header, expected) => expect(documentMediaType(header)).toBe(expected));

  it.each([
    ['  \r\n\t<a/>', 'application/xml'],
    ['\ufeff<a/>', 'application/xml'],
    ['\n{}', 'application/json'],
    ['[', 'application/json'],
    ['x', undefined],
    [' '.repeat(100), undefined],
    ['', undefined],
  ])('sniffed from %j: %s', (text, expected) =>
    expect(sniffMediaType(Buffer.from(text))).toBe(expected),
  );

  it('of an entry: its name first', () => {
    expect(entryMediaType('a.XML', Buffer.from('{'))).toBe('application/xml');
    expect(entryMediaType('a.json', Buffer.from('<'))).toBe('application/json');
    expect(entryMediaType('a', Buffer.from('<'))).toBe('application/xml');
  });

  it.each([
    ['a.tar.gz', 'x', true],
    ['a.xml', 'PK\u0003\u0004', true],
    ['a.xml', 'Rar!', true],
    ['a.xml', '<a/>', false],
    ['zip.xml', 'P', false],
  ])('%s with %j is an archive: %s', (name, text, expected) => {
    expect(isArchive(name, Buffer.from(text))).toBe(expected);
  });
});

describe('Prefer', () => {
  it.each([
    ['wait=5', 5],
    ['respond-async, wait=5', 5],
    ['Wait="7"; foo', 7],
    ['wait=999', 30],
    ['wait=-1', 0],
    ['wait', 0],
    ['waiting=5', 0],
    [undefined, 0],
  ])('%s → %s s', (header, seconds) => expect(waitSeconds(header)).toBe(seconds));
});

describe('headers a caller chooses', () => {
  it.each([
    [`00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, true],
    [`cc-${'a'.repeat(32)}-${'b'.repeat(16)}-01-more`, true],
    [`ff-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, false],
    [`00-${'0'.repeat(32)}-${'b'.repeat(16)}-01`, false],
    [`00-${'a'.repeat(32)}-${'0'.repeat(16)}-01`, false],
    [`00-${'A'.repeat(32)}-${'b'.repeat(16)}-01`, false],
    [`00-${'a'.repeat(32)}-${'b'.repeat(16)}-01-${'x'.repeat(200)}`, false],
    ['', false],
  ])('traceparent %s: %s', (header, valid) =>
    expect(validTraceparent(header) !== undefined).toBe(valid),
  );

  it.each([
    ['01a20bdb-fff0-7000-8e71-8c27cec65e85', true],
    ['short', false],
    ['with space 12345', false],
    ['x'.repeat(65), false],
    ['line\nfeed1234', false],
  ])('request id %j: %s', (header, valid) =>
    expect(validRequestId(header) !== undefined).toBe(valid),
  );
});

describe('the rate limit', () => {
  it('gives a quota, refills it evenly, and keeps clients apart', () => {
    const rate = { quota: 3, windowSeconds: 30 };
    const limit = createRateLimiter(rate);
    const burst = [0, 0, 0, 0].map((now) => limit('a', now));
    expect(burst.map(({ allowed }) => allowed)).toEqual([true, true, true, false]);
    expect(burst.map(({ remaining }) => remaining)).toEqual([2, 1, 0, 0]);
    expect(burst[3]?.resetSeconds).toBe(10);
    expect(limit('b', 0).allowed).toBe(true);
    expect(limit('a', 9_999).allowed).toBe(false);
    expect(limit('a', 10_001).allowed).toBe(true);
    expect(limit('a', 1_000_000).remaining).toBe(2);
    expect(rateLimitHeaders(rate, { allowed: true, remaining: 2, resetSeconds: 10 })).toEqual({
      'ratelimit-policy': '"default";q=3;w=30',
      ratelimit: '"default";r=2;t=10',
    });
  });

  it('survives a clock that steps back', () => {
    const limit = createRateLimiter({ quota: 1, windowSeconds: 1 });
    expect(limit('a', 10_000).allowed).toBe(true);
    expect(limit('a', 0).allowed).toBe(false);
    expect(limit('a', 1_001).allowed).toBe(true);
  });
});

describe('the set of names', () => {
  it('knows each of 50,000 once', () => {
    const names = createNameSet();
    let known = 0;
    for (let i = 0; i < 50_000; i += 1) known += names.add(`folder/${i}.xml`) ? 0 : 1;
    expect(known).toBe(0);
    for (let i = 0; i < 50_000; i += 1000) expect(names.add(`folder/${i}.xml`)).toBe(false);
  });
});
