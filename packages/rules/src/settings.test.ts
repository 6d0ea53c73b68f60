import {
  applySettings,
  createPack,
  type Rule,
  readSettings,
  settingsOf,
  unknownNames,
} from './index.ts';

const rule = (code: string, more: Partial<Rule<object>> = {}): Rule<object> => ({
  code,
  severity: 'fatal',
  message: { es: 'Mal.', en: 'Bad.' },
  hint: { es: 'Corrija.', en: 'Mend it.' },
  source: 'test',
  check: () => undefined,
  ...more,
});
const pack = createPack({
  id: 'p',
  version: '1',
  rules: [rule('A'), rule('B', { severity: 'information' }), rule('C')],
  data: { rate: 12 },
});
const formats = [{ id: 'p', pack }];

const modes = (settings: Parameters<typeof applySettings>[1]) =>
  applySettings(pack, settings).rules.map(({ code, severity, mode }) => [code, severity, mode]);

describe('settings of rules', () => {
  it('watch in shadow, tell in observe, and leave the rest in force', () => {
    expect(modes({ rules: { A: { mode: 'shadow' }, B: { mode: 'observe' } } })).toEqual([
      ['A', 'fatal', 'shadow'],
      ['B', 'information', undefined],
      ['C', 'fatal', undefined],
    ]);
    expect(modes({ mode: 'observe', rules: { C: { mode: 'enforce' } } })).toEqual([
      ['A', 'warning', undefined],
      ['B', 'information', undefined],
      ['C', 'fatal', undefined],
    ]);
  });

  it('are part of the hash of what judges, and only where they change something', () => {
    expect(applySettings(pack, {})).toBe(pack);
    expect(applySettings(pack, { mode: 'enforce' }).hash).toBe(pack.hash);
    expect(applySettings(pack, { mode: 'shadow' }).hash).not.toBe(pack.hash);
    expect(applySettings(pack, { mode: 'shadow' }).tables).toBe(pack.tables);
  });

  it('of one format come before those of every format', () => {
    const settings = {
      '*': { mode: 'observe', rules: { A: { mode: 'shadow' }, B: { mode: 'shadow' } } },
      p: { rules: { A: { mode: 'enforce' } } },
    } as const;
    expect(settingsOf(settings, 'p')).toEqual({
      mode: 'observe',
      rules: { A: { mode: 'enforce' }, B: { mode: 'shadow' } },
    });
    expect(settingsOf(settings, 'q').rules?.A).toEqual({ mode: 'shadow' });
  });

  it('of a draft change severity and dates, and drop rules', () => {
    const drafted = applySettings(pack, {
      rules: { A: { severity: 'warning', effectiveFrom: '2027-01-01' } },
      without: ['C'],
    });
    expect(drafted.rules.map(({ code }) => code)).toEqual(['A', 'B']);
    expect(drafted.rules[0]).toMatchObject({ severity: 'warning', effectiveFrom: '2027-01-01' });
  });
});

describe('a file of settings', () => {
  it.each([
    ['{', ['it is not JSON']],
    ['[]', ['it is no object by format']],
    ['{"p":"shadow"}', ['p: "shadow" is no object with a mode or rules']],
    [
      '{"p":{"mode":"loud","rules":{"A":"shadow","B":{"severity":"fatal"}}}}',
      [
        'p.mode: "loud" is none of shadow, observe, enforce',
        'p.rules.A: "shadow" is no object such as {"mode":"shadow"}',
        'p.rules.B: "severity" is none of mode',
      ],
    ],
    ['{"p":{"without":["A"]}}', ['p: "without" is none of mode, rules']],
  ])('%s is refused with every mistake named', (text, problems) => {
    expect(readSettings(text, 'modes')).toEqual({ ok: false, problems });
  });

  it('of a draft is refused for dates that cannot be', () => {
    const rules = {
      A: { effectiveFrom: '2027-02-01', effectiveUntil: '2027-01-01' },
      B: { effectiveFrom: 'soon' },
    };
    const read = readSettings(JSON.stringify({ p: { rules } }), 'draft');
    expect(read).toEqual({
      ok: false,
      problems: [
        'p.rules.A: it would end on 2027-01-01, before it starts on 2027-02-01',
        'p.rules.B: "soon" is no day such as 2027-01-31',
      ],
    });
  });

  it('may name only what exists', () => {
    const settings = { q: {}, p: { rules: { Z: {} } }, '*': { rules: { A: {}, Y: {} } } };
    expect(unknownNames(settings, formats)).toEqual([
      'q: it is no format; there are p',
      'p: no rule has the code Z',
      '*: no rule has the code Y',
    ]);
  });
});
