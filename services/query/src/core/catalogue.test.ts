import { catalogueOf, filterCatalogue } from './catalogue.ts';
import { cataloguePage } from './catalogue-page.ts';

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

  it('is a page in either language with nothing unescaped', () => {
    const page = cataloguePage(catalogue, 'es');
    expect(page).toContain('<html lang="es">');
    expect(page).toContain('&lt;BR-01&gt; es');
    expect(page).not.toContain('<BR-01>');
    expect(cataloguePage(catalogue, 'en')).toContain('Rule catalogue (3)');
  });
});
