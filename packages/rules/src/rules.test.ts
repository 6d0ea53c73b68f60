import { createPack, extendPack, orderFaults, type Rule, runRules, toFault } from './index.ts';

interface Model {
  readonly n: number;
}
const rule = (code: string, more: Partial<Rule<Model>> = {}): Rule<Model> => ({
  code,
  severity: 'fatal',
  message: { es: 'Debe ser {expected}, es {actual}', en: 'Must be {expected}, is {actual}' },
  hint: { es: 'Corrija.', en: 'Mend it.' },
  source: 'test',
  check: (model, report) => {
    if (model.n > 1) report({ at: 'n', expected: '1', actual: String(model.n) });
  },
  ...more,
});
const facts = { receivedAt: '2026-01-02T00:00:00.000Z' };
const pack = (...rules: Rule<Model>[]) => createPack({ id: 'p', version: '1', rules });
const codes = (p: ReturnType<typeof pack>, model: Model, date = '2026-01-01') =>
  runRules(p, model, facts, date).map((broken) => broken.rule.code);

describe('pack', () => {
  it('has the same hash for the same content in any order, whatever its version', () => {
    expect(pack(rule('A'), rule('B')).hash).toBe(pack(rule('B'), rule('A')).hash);
    expect(createPack({ id: 'q', version: '9', rules: [rule('A')] }).hash).toBe(
      pack(rule('A')).hash,
    );
  });

  it.each<[string, Partial<Rule<Model>>]>([
    ['severity', { severity: 'warning' }],
    ['date', { effectiveFrom: '2026-01-01' }],
    ['message', { message: { es: 'a', en: 'b' } }],
    ['hint', { hint: { es: 'a', en: 'b' } }],
    ['source', { source: 'law' }],
    ['data', { data: 'table' }],
    ['check', { check: () => undefined }],
  ])('changes its hash with the %s', (_, change) => {
    expect(pack(rule('A', change)).hash).not.toBe(pack(rule('A')).hash);
  });

  it('changes its hash with the data that its rules read', () => {
    const withRate = (rate: bigint) =>
      createPack({ id: 'p', version: '1', rules: [rule('A')], data: { rate } }).hash;
    expect(withRate(12n)).toBe(withRate(12n));
    expect(withRate(12n)).not.toBe(withRate(13n));
    expect(withRate(12n)).not.toBe(pack(rule('A')).hash);
  });

  it('refuses a code used twice, and extends by code', () => {
    expect(() => pack(rule('A'), rule('A'))).toThrow(/used once/);
    const extended = extendPack(pack(rule('A'), rule('B'), rule('C')), {
      id: 'e',
      version: '1',
      rules: [rule('B', { severity: 'warning' }), rule('D')],
      without: ['C'],
    });
    expect(extended.rules.map(({ code, severity }) => [code, severity])).toEqual([
      ['A', 'fatal'],
      ['B', 'warning'],
      ['D', 'fatal'],
    ]);
  });
});

describe('runRules', () => {
  it('honours effective dates, both ends included', () => {
    const dated = pack(rule('A', { effectiveFrom: '2026-02-01', effectiveUntil: '2026-02-28' }));
    const days = ['2026-01-31', '2026-02-01', '2026-02-28', '2026-03-01'];
    expect(days.map((day) => codes(dated, { n: 2 }, day).length)).toEqual([0, 1, 1, 0]);
  });

  it('leaves registry rules out when there is no registry', () => {
    expect(codes(pack(rule('A', { scope: 'registry' }), rule('B')), { n: 2 })).toEqual(['B']);
  });

  it('bounds the findings of one rule without hiding the next rule', () => {
    const noisy = rule('A', {
      check: (_, report) => {
        for (let n = 0; n < 5_000; n += 1) report({ at: `${n}` });
      },
    });
    const found = codes(pack(noisy, rule('B')), { n: 2 });
    expect(found.filter((code) => code === 'A')).toHaveLength(200);
    expect(found.at(-1)).toBe('B');
  });

  it('calls a rule that throws our bug, by its code', () => {
    const broken = rule('A', {
      check: () => {
        throw new TypeError('x');
      },
    });
    expect(() => codes(pack(broken), { n: 1 })).toThrow('rule A never throws');
  });
});

describe('faults', () => {
  it('fill in values in both languages', () => {
    const fault = toFault(
      rule('A'),
      { at: 'n', expected: '1', actual: '2' },
      { path: '/n', line: 3 },
    );
    expect(fault).toMatchObject({
      message: { es: 'Debe ser 1, es 2', en: 'Must be 1, is 2' },
      stage: 'rules',
      path: '/n',
      line: 3,
    });
    expect(toFault(rule('A'), { at: 'n' }, { path: '' }).message.en).toBe('Must be —, is —');
  });

  it('come in document order, then by code, once each', () => {
    const at = (code: string, path: string, line: number) =>
      toFault(rule(code), { at: '' }, { path, line });
    const ordered = orderFaults([
      at('B', '/x', 9),
      at('A', '/x', 9),
      at('C', '/y', 2),
      at('B', '/x', 9),
    ]);
    expect(ordered.map(({ code }) => code)).toEqual(['C', 'A', 'B']);
  });
});
