import { type CatalogueFilter, catalogueOf, filterCatalogue } from './catalogue.ts';
import { cataloguePage } from './catalogue-page.ts';
import { rulePage } from './rule-page.ts';

const rule = (code: string, over = {}) => ({
  code,
  severity: 'fatal' as const,
  message: { es: `<${code}> es`, en: `<${code}> en` },
  hint: { es: 'pista', en: 'hint' },
  source: 'law 1',
  ...over,
});
const pack = (format: string, ...rules: ReturnType<typeof rule>[]) => ({
  format,
  pack: { id: format, version: '1', hash: 'h', rules },
});
const catalogue = catalogueOf([
  pack('ubl', rule('BR-02'), rule('BR-01')),
  pack('json', rule('BR-02'), rule('V-1', { severity: 'warning', scope: 'registry' })),
]);

const dated = catalogueOf([pack('ubl', rule('D-1', { effectiveFrom: '2027-01-01' }))]);

describe('rule catalogue', () => {
  it('has one entry a code, sorted, with every format that checks it', () => {
    expect(catalogue.map(({ code }) => code)).toEqual(['BR-01', 'BR-02', 'V-1']);
    expect(catalogue[1]?.formats).toEqual(['ubl', 'json']);
    expect(catalogue[2]?.stage).toBe('registry');
  });

  it('is filtered by code, format and severity', () => {
    expect(filterCatalogue(catalogue, { format: 'json' })).toHaveLength(2);
    expect(filterCatalogue(catalogue, { severity: 'warning' })).toHaveLength(1);
    expect(filterCatalogue(catalogue, { code: 'BR-01', format: 'json' })).toHaveLength(0);
  });

  it('is searched by words in either language, and by the day it is in force', () => {
    const found = (filter: CatalogueFilter) =>
      filterCatalogue([...catalogue, ...dated], filter).map(({ code }) => code);
    expect(found({ q: 'PÍSTA br-01' })).toEqual(['BR-01']);
    expect(found({ q: 'hint nothing' })).toEqual([]);
    expect(found({ date: '2026-12-31', q: 'D-1' })).toEqual([]);
    expect(found({ date: '2027-01-01', q: 'D-1' })).toEqual(['D-1']);
  });

  it('is a page in either language with nothing unescaped', () => {
    const page = cataloguePage(
      { rules: catalogue, withoutRule: [] },
      { q: '"><b>' },
      ['ubl'],
      'es',
    );
    expect(page).not.toContain('"><b>');
    expect(page).toContain('<html lang="es">');
    expect(page).toContain('&lt;BR-01&gt; es');
    expect(page).not.toContain('<BR-01>');
    expect(page).toContain('id="BR-02"');
    expect(cataloguePage({ rules: catalogue, withoutRule: [] }, {}, [], 'en')).toContain(
      'Rule catalogue (3)',
    );
    expect(cataloguePage({ rules: [], withoutRule: [] }, {}, [], 'en')).toContain(
      'No rule answers',
    );
  });

  const sample = (content: string) => ({ content, facts: { receivedAt: '2026-05-06T16:00:00Z' } });

  it('has a page a rule with what its two documents differ in', () => {
    const example = { passing: sample('<a><b>1</b></a>'), failing: sample('<a><b>2</b></a>') };
    const page = rulePage(catalogue[0]!, 'ubl', example, 'en');
    expect(page).toContain('<del>− &lt;b&gt;1&lt;/b&gt;</del><ins>+ &lt;b&gt;2&lt;/b&gt;</ins>');
    expect(page).not.toContain('<script');
  });

  it('says on its page why a rule has no example', () => {
    const reason = { es: 'porque <sí>', en: 'because' };
    expect(rulePage(catalogue[0]!, 'ubl', reason, 'es')).toContain('porque &lt;sí&gt;');
  });
});
