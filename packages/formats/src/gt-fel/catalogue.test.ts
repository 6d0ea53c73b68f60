import { describeWithCorpora, readBytes } from '@ventanilla/testing/corpora';
import { CATALOGUE_SIZES, NOT_RULES, OWN_PREFIX } from './data/catalogue.ts';
import { FEL_PACK } from './format.ts';

const rules = FEL_PACK.rules.map(({ code }) => code).filter((code) => !code.startsWith(OWN_PREFIX));
const all = [...rules, ...Object.keys(NOT_RULES)];

describe('catalogue of messages', () => {
  it('is covered: every code is a rule or has its reason, and none is both', () => {
    expect(new Set(all).size).toBe(all.length);
    expect(all).toHaveLength(208);
    for (const [family, size] of Object.entries(CATALOGUE_SIZES)) {
      expect([family, all.filter((code) => code.startsWith(family)).length]).toEqual([
        family,
        size,
      ]);
    }
  });

  it('gives a reason for every code that is not a rule', () => {
    for (const { reason } of Object.values(NOT_RULES)) {
      expect(reason.es).toMatch(/: .{5}/);
      expect(reason.en).toMatch(/: .{5}/);
    }
  });

  it('names rules of the pack where one supersedes a code', () => {
    for (const { reason } of Object.values(NOT_RULES)) {
      const by = /^Superseded by: ([A-Z]{3}\d+)$/.exec(reason.en)?.[1];
      if (by !== undefined) expect(rules).toContain(by);
    }
  });
});

describeWithCorpora('catalogue of messages as published', (folder) => {
  it('has exactly these codes', () => {
    const path = `${folder}/gt-fel/catalogo-fel-sat/Catalogos/catalogoMensajes-0.3.0.json`;
    const published = JSON.parse(new TextDecoder().decode(readBytes(path)));
    const codes = published.Contenido.map(({ codigo }: { codigo: string }) =>
      codigo.trim().replace('FEL_', ''),
    );
    expect([...all].sort()).toEqual([...codes].sort());
  });
});
