import { formatDecimal } from '@ventanilla/invoice';
import { describeWithCorpora, listFiles, readBytes } from '@ventanilla/testing/corpora';
import { createXmlEngine } from '@ventanilla/xml';
import { createValidator } from '../create-validator.ts';
import { AT_DESK } from '../examples/example.ts';
import { cadenaOriginal, stampCadena, unknownComplements } from './cadena.ts';
import { CASES, REGISTERED } from './examples/cases.ts';
import { change, INCOME, ISSUER, PAYMENT, RECEIVER, seal, UUID } from './examples/documents.ts';
import { brokenBy, passing } from './examples/index.ts';
import { CFDI_PACK, mxCfdi } from './format.ts';
import { readCertificate } from './seal.ts';
import { cadenaOf, judge, read } from './test/judge.ts';

describe('sound documents', () => {
  it.each([
    ['income', INCOME],
    ['payment', PAYMENT],
  ])('of %s have no fault', (_, xml) => {
    expect(judge(seal(xml)).faults).toEqual([]);
    expect(judge(seal(xml), REGISTERED).faults).toEqual([]);
  });

  it('have a cadena original with white space collapsed', () => {
    const cadena = cadenaOf(INCOME);
    expect(
      cadena.startsWith('||4.0|A|12|2026-05-04T10:15:00|03|00001000000500000001|150.00|'),
    ).toBe(true);
    expect(cadena).toContain('|Teclado en español|');
    expect(cadena.endsWith('|002|Exento|14.40||')).toBe(true);
  });

  it('are keyed by their stamp', () => {
    const { summary, invoice } = read(seal(INCOME));
    expect(summary).toMatchObject({
      businessKey: `mx-cfdi:${UUID}`,
      documentClass: 'invoice',
      issuerId: ISSUER,
      buyerId: RECEIVER,
      series: 'A',
      number: '12',
      totalAmount: '145.40',
      taxAmount: '14.40',
    });
    expect(invoice).toMatchObject({
      number: 'A-12',
      typeCode: '380',
      lines: [{ id: '1' }, { taxCategory: 'E' }],
    });
    expect(formatDecimal(invoice!.totals!.withoutTax!)).toBe('140.00');
  });

  it('tie a credit note to its origin', () => {
    const related = `<cfdi:CfdiRelacionados TipoRelacion="01"><cfdi:CfdiRelacionado UUID="${UUID.toLowerCase()}"/></cfdi:CfdiRelacionados><cfdi:Emisor`;
    const xml = change(INCOME, [
      ['<cfdi:Emisor', related],
      ['TipoDeComprobante="I"', 'TipoDeComprobante="E"'],
    ]);
    const { summary, report } = read(seal(xml));
    expect(report.faults).toEqual([]);
    expect(summary).toMatchObject({
      documentClass: 'credit-note',
      origin: { effect: 'credits', businessKey: `mx-cfdi:${UUID}`, presence: 'optional' },
    });
  });
});

describe('rules', () => {
  it.each(CASES)('$code at $at', (one) => {
    const { code, at, facts = AT_DESK } = one;
    const codes = judge(passing(one), facts).faults.map((fault) => fault.code);
    expect(codes).not.toContain(code);
    const fault = judge(brokenBy(one), facts).faults.find((candidate) => candidate.code === code);
    expect(fault?.path.replace(/\b\w+:/g, '').endsWith(at)).toBe(true);
    for (const text of [fault!.message, fault!.hint]) {
      expect(text.es).not.toMatch(/[{}]|^$/);
      expect(text.en).not.toMatch(/[{}]|^$/);
    }
  });

  it('each have a case', () => {
    const covered = new Set(CASES.map(({ code }) => code));
    const shared = /^VEN-(REG|SUB)-/;
    const missing = CFDI_PACK.rules
      .map(({ code }) => code)
      .filter((code) => !covered.has(code) && !shared.test(code));
    expect(missing).toEqual([]);
  });
});

describeWithCorpora('CFDI of others', (folder) => {
  const engine = createXmlEngine();
  const documents = listFiles(`${folder}/mx-cfdi`, '.xml').flatMap((path) => {
    const parsed = engine.parse(readBytes(path));
    if (!parsed.ok) return [];
    parsed.document.dispose();
    const { root } = parsed.document;
    const get = (name: string) => root.attributes.find((found) => found.name === name)?.value ?? '';
    const isVersion4 = root.name === 'Comprobante' && get('Version') === '4.0';
    return isVersion4 ? [{ path, root, get }] : [];
  });

  it('every seal with its certificate fits our cadena original', () => {
    const sealed = documents.filter(
      ({ get }) => get('Sello') !== '' && get('Certificado').length > 100,
    );
    expect(sealed.length).toBeGreaterThan(30);
    const wrong = sealed.filter(
      ({ root, get }) =>
        unknownComplements(root).length === 0 &&
        readCertificate(get('Certificado'))?.isSealedBy(cadenaOriginal(root), get('Sello')) !==
          true,
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('a seal breaks with any attribute it covers', () => {
    const { root, get } = documents.find(({ path }) => path.endsWith('cfdi40-real.xml'))!;
    const certificate = readCertificate(get('Certificado'))!;
    const cadena = cadenaOriginal(root);
    expect(certificate.isSealedBy(cadena, get('Sello'))).toBe(true);
    expect(certificate.isSealedBy(cadena.replace('1000.00', '1000.01'), get('Sello'))).toBe(false);
  });

  it('a stamp made with the issuer’s own test certificate verifies too', () => {
    const { root, get } = documents.find(({ path }) =>
      path.endsWith('test_create_cfdi40/h&e951128469_ingreso_iva16_stamped.xml'),
    )!;
    const stamp = root.children
      .find(({ name }) => name === 'Complemento')!
      .children.find(({ name }) => name === 'TimbreFiscalDigital')!;
    const value = stamp.attributes.find(({ name }) => name === 'SelloSAT')!.value;
    expect(readCertificate(get('Certificado'))!.isSealedBy(stampCadena(stamp), value)).toBe(true);
  });

  it('a real invoice is accepted', () => {
    const validator = createValidator({ formats: [mxCfdi], engine });
    const reading = validator.read(readBytes(`${folder}/mx-cfdi/CfdiUtils/cfdi40-real.xml`));
    const { report } = validator.judge(reading, AT_DESK);
    expect([report.verdict, report.faults]).toEqual(['accepted', []]);
  });
});
