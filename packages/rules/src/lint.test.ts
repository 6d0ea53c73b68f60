import { createPack, describePack, diffPacks, lintPack, type Rule } from './index.ts';

const rule = (code: string, more: Partial<Rule<object>> = {}): Rule<object> => ({
  code,
  severity: 'fatal',
  message: { es: 'Es {actual}, debe ser {expected}.', en: 'It is {actual}, not {expected}.' },
  hint: { es: 'Corrija.', en: 'Mend it.' },
  source: 'law 1',
  check: () => undefined,
  ...more,
});
const record = (...rules: Rule<object>[]) =>
  describePack(createPack({ id: 'p', version: '1', rules }));

describe('lint of a pack', () => {
  const lint = (more: Partial<Rule<object>>) =>
    lintPack(record(rule('A-1', more))).map(({ code }) => code);

  it('finds nothing in a sound one', () => {
    expect(lint({})).toEqual([]);
  });

  it.each<[string, Partial<Rule<object>>]>([
    ['code-malformed', { code: 'a rule' }],
    ['message-missing', { message: { es: 'Mal.', en: ' ' } }],
    ['hint-missing', { hint: { es: '', en: 'Mend it.' } }],
    ['translation-missing', { hint: { es: 'Mend the amount.', en: 'Mend the amount.' } }],
    ['placeholder-unknown', { message: { es: 'Es {valor}.', en: 'It is {valor}.' } }],
    ['placeholders-differ', { message: { es: 'Es {actual}.', en: 'It is bad.' } }],
    ['source-missing', { source: '' }],
    ['date-malformed', { effectiveFrom: '2026-02-30' }],
    ['dates-out-of-order', { effectiveFrom: '2026-02-02', effectiveUntil: '2026-02-01' }],
  ])('finds %s', (code, more) => {
    expect(lint(more)).toEqual([code]);
  });

  it('finds a code used twice, which only a listing of another edition can hold', () => {
    const { rules } = record(rule('A-1'));
    expect(lintPack({ rules: [...rules, ...rules] })).toEqual([
      { rule: 'A-1', code: 'duplicate-code' },
    ]);
  });

  it('finds rules that no example shows', () => {
    const shown = {
      passing: new Set(['A']),
      failing: new Set(['A']),
      lost: new Set(['A']),
      excused: new Set<string>(),
    };
    expect(lintPack(record(rule('A'), rule('B')), shown)).toEqual([
      { rule: 'A', code: 'path-unknown' },
      { rule: 'B', code: 'passing-example-missing' },
      { rule: 'B', code: 'failing-example-missing' },
    ]);
  });
});

describe('difference of packs', () => {
  it('names rules added, removed and changed, with what changed', () => {
    const before = record(rule('A'), rule('B'), rule('C'));
    const after = record(
      rule('B', { severity: 'warning', effectiveFrom: '2027-01-01' }),
      rule('C', { check: (_, report) => report({ at: '' }) }),
      rule('D'),
    );
    const { same, added, removed, changed, tablesChanged } = diffPacks(before, after);
    expect([same, tablesChanged]).toEqual([false, false]);
    expect([added[0]?.code, removed[0]?.code]).toEqual(['D', 'A']);
    expect(changed[0]).toEqual({
      code: 'B',
      changes: [
        { property: 'severity', before: 'fatal', after: 'warning' },
        { property: 'effectiveFrom', before: '', after: '2027-01-01' },
      ],
    });
    expect(changed[1]?.changes.map(({ property }) => property)).toEqual(['behaviour']);
  });

  it('sees tables that changed while every rule stayed', () => {
    const of = (rate: number) =>
      describePack(createPack({ id: 'p', version: '1', rules: [rule('A')], data: { rate } }));
    expect(diffPacks(of(12), of(12)).same).toBe(true);
    expect(diffPacks(of(12), of(13))).toMatchObject({
      same: false,
      changed: [],
      tablesChanged: true,
    });
  });
});
