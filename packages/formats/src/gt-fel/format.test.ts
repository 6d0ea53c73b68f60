import { formatDecimal } from '@ventanilla/invoice';
import { describeWithCorpora, readBytes } from '@ventanilla/testing/corpora';
import { createXmlEngine } from '@ventanilla/xml';
import { createValidator } from '../create-validator.ts';
import { ORIGIN, UUID, variant, writeAnnulment } from './examples/documents.ts';
import { gtFel } from './format.ts';
import { isCui, isNit, numberOfUuid } from './identifiers.ts';
import { parseMoment } from './moment.ts';
import { judge, read } from './test/judge.ts';

describe('identifiers', () => {
  it('knows public NITs and refuses others', () => {
    for (const nit of ['16693949', '28733657', '12521337', '107902281'])
      expect(isNit(nit)).toBe(true);
    for (const nit of ['16693948', '28733657K', '0', 'K', 'CF', '1669394-9', ' 16693949', '']) {
      expect(isNit(nit)).toBe(false);
    }
  });

  it('knows CUIs of twelve and thirteen digits', () => {
    expect(isCui('9123456750101')).toBe(true);
    expect(isCui('9123456760101')).toBe(false);
    expect(isCui('912345675010')).toBe(false);
  });

  it('derives the number from the authorisation', () => {
    expect(numberOfUuid(UUID)).toBe('1000164961');
  });
});

describe('moments', () => {
  it('are Guatemalan when they name no zone', () => {
    expect(parseMoment('2026-05-04T23:30:00')?.ms).toBe(Date.parse('2026-05-05T05:30:00Z'));
    expect(parseMoment('2026-05-05T05:30:00Z')?.day).toBe('2026-05-04');
    expect(parseMoment('2026-05-04')).toBeUndefined();
    expect(parseMoment('2026-13-04T00:00:00')).toBeUndefined();
  });
});

describe('reading', () => {
  it('keys a document by its authorisation', () => {
    expect(read(variant('FACT')).summary).toEqual({
      format: 'gt-fel',
      documentType: 'FACT',
      documentClass: 'invoice',
      businessKey: `gt-fel:${UUID}`,
      issuerId: '99999999905',
      issuerName: 'E',
      buyerId: 'CF',
      buyerName: 'R',
      series: '7F1C0A52',
      number: '1000164961',
      issueDate: '2026-05-04',
      currency: 'GTQ',
      totalAmount: '560',
      taxAmount: '60',
    });
  });

  it('ties notes and annulments to what they change', () => {
    expect(read(variant('NCRE')).summary?.origin).toEqual({
      effect: 'credits',
      businessKey: `gt-fel:${ORIGIN}`,
      presence: 'required',
      expected: { issuerId: '99999999905', buyerId: 'CF', issueDate: '2026-05-02' },
    });
    expect(read(variant('NDEB')).summary?.origin?.effect).toBe('debits');
    expect(read(writeAnnulment()).summary?.origin).toMatchObject({
      effect: 'annuls',
      businessKey: `gt-fel:${UUID}`,
    });
  });

  it('does not tie notes to paper documents', () => {
    const paper = variant('NCRE').replace(
      `NumeroAutorizacionDocumentoOrigen="${ORIGIN}"`,
      'RegimenAntiguo="Antiguo" NumeroAutorizacionDocumentoOrigen="2017-1-1234-567"',
    );
    expect(judge(paper).verdict).toBe('accepted');
    expect(read(paper).summary?.origin).toBeUndefined();
  });

  it('gives the canonical invoice', () => {
    const { invoice } = read(variant('FACT'));
    expect(invoice).toMatchObject({
      number: '7F1C0A52-1000164961',
      issueDate: '2026-05-04',
      typeCode: '380',
      currency: 'GTQ',
      seller: { name: 'E', taxRegistrationId: '99999999905' },
      lines: [{ id: '1', taxCategory: 'S', item: { name: 'Artículo' } }],
      national: { 'gt-fel': { tipo: 'FACT', frases: ['1/1'] } },
    });
    const { totals, taxBreakdown, lines } = invoice!;
    expect(formatDecimal(totals!.withoutTax!)).toBe('500');
    expect(formatDecimal(totals!.withTax!)).toBe('560');
    expect(formatDecimal(taxBreakdown![0]!.rate!)).toBe('12.00');
    expect(formatDecimal(lines![0]!.netAmount!)).toBe('500');
  });
});

describe('structure', () => {
  const broken: readonly [string, (xml: string) => string][] = [
    ['an unknown element', (xml) => xml.replace('<dte:Items>', '<dte:X/><dte:Items>')],
    ['an adenda', (xml) => xml.replace('</dte:SAT>', '<dte:Adenda/></dte:SAT>')],
    ['a currency that is none', (xml) => xml.replace('"GTQ"', '"XXX"')],
    ['a lower-case authorisation', (xml) => xml.replace(`>${UUID}<`, `>${UUID.toLowerCase()}<`)],
    ['a negative amount', (xml) => xml.replace('<dte:Precio>600', '<dte:Precio>-600')],
    ['a hyphen in the NIT', (xml) => xml.replace('9999999990', '9999999-90')],
    [
      'a complement without its parts',
      (xml) =>
        xml.replace(
          '</dte:Totales>',
          '</dte:Totales><dte:Complementos><dte:Complemento NombreComplemento="x" URIComplemento="x"><c:AbonosFacturaCambiaria xmlns:c="http://www.sat.gob.gt/dte/fel/CompCambiaria/0.1.0" Version="1"/></dte:Complemento></dte:Complementos>',
        ),
    ],
  ];
  it.each(broken)('refuses %s with GEN102 and a place', (_, breakIt) => {
    const sound = variant('FACT');
    const xml = breakIt(sound);
    expect(xml).not.toBe(sound);
    const fault = judge(xml).faults.find(({ code }) => code === 'GEN102');
    expect(fault).toMatchObject({ stage: 'structure', severity: 'fatal' });
    expect(fault!.path).toMatch(/^\/dte:GTDocumento/);
    expect(fault!.line).toBeGreaterThan(0);
  });

  it('still judges what can be judged of a broken document', () => {
    const xml = variant('FACT', { grandTotal: '1' }).replace('<dte:Items>', '<dte:X/><dte:Items>');
    expect(judge(xml).faults.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['GEN102', 'RCP349']),
    );
  });

  it('survives a document of roots only', () => {
    for (const [name, space] of [
      ['GTDocumento', '0.2.0'],
      ['GTAnulacionDocumento', '0.1.0'],
      ['GTReversionDocumento', '0.1.0'],
    ]) {
      const xml = `<${name} xmlns="http://www.sat.gob.gt/dte/fel/${space}"/>`;
      expect(judge(xml)).toMatchObject({ format: 'gt-fel', verdict: 'rejected' });
    }
  });
});

describeWithCorpora('FEL documents of others', (folder) => {
  const validator = createValidator({ formats: [gtFel], engine: createXmlEngine() });
  it.each([
    ['synthetic/dte-fact.xml', '560'],
    ['synthetic/anulacion.xml', '0'],
    ['signed/sat-certified-FACT-2021-11-18.xml', '100.000000'],
  ])('%s is accepted', (file, total) => {
    const reading = validator.read(readBytes(`${folder}/gt-fel/${file}`));
    const { report, summary } = validator.judge(reading, {
      receivedAt: '2026-05-06T16:00:00.000Z',
    });
    expect(report.faults).toEqual([]);
    expect(summary?.totalAmount).toBe(total);
  });
});
