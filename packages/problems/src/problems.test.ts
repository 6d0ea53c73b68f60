import { isProblemCode, negotiateLanguage, PROBLEMS, problem } from './index.ts';

describe('negotiateLanguage', () => {
  it.each([
    [undefined, 'en'],
    ['es', 'es'],
    ['es-GT,es;q=0.9,en;q=0.8', 'es'],
    ['en-US, es;q=0.5', 'en'],
    ['en;q=0.3, ES;q=0.7', 'es'],
    ['fr, de;q=0.9', 'en'],
    ['es;q=0', 'en'],
    ['es;q=nonsense', 'en'],
    ['*', 'en'],
    ['fr, es;q=0.1', 'es'],
  ])('%s → %s', (header, expected) => {
    expect(negotiateLanguage(header)).toBe(expected);
  });

  it('answers the fallback that was asked for', () => {
    expect(negotiateLanguage(undefined, 'es')).toBe('es');
    expect(negotiateLanguage('*', 'es')).toBe('es');
  });

  it('reads a bounded number of ranges', () => {
    expect(negotiateLanguage(`${'fr,'.repeat(100_000)}es`)).toBe('en');
  });
});

describe('problem', () => {
  it('is an RFC 9457 body with its code, in the language asked for', () => {
    const options = { values: { limitBytes: 1048576 }, instance: 'req-1' };
    expect(problem('document-too-large', options, 'es')).toEqual({
      type: '/v1/problems/document-too-large',
      title: 'Documento demasiado grande',
      status: 413,
      detail: 'El máximo es 1048576 bytes por documento.',
      code: 'document-too-large',
      instance: 'req-1',
    });
  });

  it('keeps a place without a value visible, and never reads inherited names', () => {
    expect(problem('scope-missing').detail).toContain('{scope}');
    expect(problem('scope-missing', { values: { scope: 'toString' } }).detail).toContain(
      'toString',
    );
  });

  it('carries errors', () => {
    const errors = [{ code: 'x', detail: 'y', pointer: '/a' }];
    expect(problem('request-malformed', { errors }).errors).toEqual(errors);
  });
});

describe('the table', () => {
  it.each(Object.entries(PROBLEMS))(
    '%s speaks both languages with the same places',
    (code, kind) => {
      expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(kind.status).toBeGreaterThanOrEqual(400);
      const places = (text: string) => (text.match(/\{[a-zA-Z]+\}/g) ?? []).sort();
      expect(places(kind.detail.es)).toEqual(places(kind.detail.en));
      expect(kind.title.es).not.toBe(kind.title.en);
      expect(kind.detail.es).not.toBe(kind.detail.en);
    },
  );

  it('knows its codes', () => {
    expect(isProblemCode('document-empty')).toBe(true);
    expect(isProblemCode('toString')).toBe(false);
  });
});
