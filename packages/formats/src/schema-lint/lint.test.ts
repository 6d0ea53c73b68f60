import { readFileSync } from 'node:fs';
import { describeWithCorpora, listFiles } from '@ventanilla/testing/corpora';
import { createXmlEngine } from '@ventanilla/xml';
import { lintSchemas } from './lint.ts';
import {
  findAccidentalRanges,
  findAnchors,
  findDeadBranches,
  parsePattern,
  withoutAnchors,
} from './pattern.ts';

const engine = createXmlEngine();
const branches = (pattern: string) => parsePattern(pattern)!;

const schema = (body: string, head = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t">${head}\n${body}</xs:schema>`;
const type = (pattern: string, facet = ''): string =>
  `<xs:simpleType name="T"><xs:restriction base="xs:string">${facet}<xs:pattern value="${pattern}"/></xs:restriction></xs:simpleType>`;

const lint = (files: Record<string, string>) => {
  const { findings, loads } = lintSchemas(new Map(Object.entries(files)), engine);
  return { codes: findings.map(({ code }) => code), findings, loads };
};

describe('patterns', () => {
  it('are read with their lengths', () => {
    expect(findDeadBranches(branches('(ab){3}|c'), 5, '(ab){3}|c')).toEqual(['(ab){3}']);
    expect(findDeadBranches(branches('(ab){3}|c'), 6, '(ab){3}|c')).toEqual([]);
    expect(findDeadBranches(branches('x((a|bcd)e|f)y'), 4, 'x((a|bcd)e|f)y')).toEqual(['bcd']);
    expect(parsePattern('(a')).toBeUndefined();
    expect(parsePattern('[a')).toBeUndefined();
  });

  it('show anchors, and only where they are plain characters', () => {
    expect(findAnchors(branches('^a$'))).toHaveLength(2);
    expect(findAnchors(branches('[^a$]\\^\\$'))).toHaveLength(0);
    expect(withoutAnchors('(a|^b)$')).toBe('(a|b)');
    expect(withoutAnchors('\\$[$^]')).toBe('\\$[$^]');
  });

  it('show ranges between marks, not those between letters or digits', () => {
    expect(findAccidentalRanges(branches('[A-Z0-9&%-/#=]'))).toEqual([
      { range: '%-/', between: "&'()*+,-." },
    ]);
    expect(findAccidentalRanges(branches('[A-Za-z0-9_\\-.á-ú-]'))).toEqual([]);
  });
});

describe('lintSchemas', () => {
  it('finds nothing in a sound schema', () => {
    const { codes, loads } = lint({ 'a.xsd': schema(type('[A-Z]{3}')) });
    expect(codes).toEqual([]);
    expect(loads.get('a.xsd')).toBe('as-published');
  });

  it('names an anchor by place, and loads without it', () => {
    const { findings, loads } = lint({ 'a.xsd': schema(type('^[A-Z]+$')) });
    expect(findings).toMatchObject([
      { code: 'LINT-ANCHOR', severity: 'error', file: 'a.xsd', line: 3, where: 'T' },
    ]);
    expect(findings[0]!.patch.en).toContain('[A-Z]+');
    expect(loads.get('a.xsd')).toBe('patched');
  });

  it('finds ranges and branches', () => {
    const { codes } = lint({ 'a.xsd': schema(type('[%-/]|a{9}', '<xs:maxLength value="5"/>')) });
    expect(codes).toEqual(['LINT-RANGE', 'LINT-DEAD-BRANCH']);
  });

  it('binds an undeclared prefix', () => {
    const body = `${type('a')}<xs:element name="e" type="zz:T"/>`;
    const { codes, loads } = lint({ 'a.xsd': schema(body) });
    expect(codes).toEqual(['LINT-PREFIX']);
    expect(loads.get('a.xsd')).toBe('patched');
  });

  it('never fetches: a signature from the network becomes free content', () => {
    const head =
      '<xs:import xmlns:ds="http://www.w3.org/2000/09/xmldsig#" namespace="http://www.w3.org/2000/09/xmldsig#" schemaLocation="http://www.w3.org/TR/xmldsig.xsd"/>';
    const body =
      '<xs:element name="e"><xs:complexType><xs:sequence><xs:element xmlns:ds="http://www.w3.org/2000/09/xmldsig#" ref="ds:Signature"/></xs:sequence></xs:complexType></xs:element>';
    const { codes, loads } = lint({ 'a.xsd': schema(body, head) });
    expect(codes).toEqual(['LINT-NETWORK']);
    expect(loads.get('a.xsd')).toBe('patched');
  });

  it('tells what is missing and what cannot be mended', () => {
    const { codes, loads } = lint({
      'a.xsd': schema(
        '<xs:element name="e" type="o:T" xmlns:o="urn:o"/>',
        '<xs:import namespace="urn:o" schemaLocation="other.xsd"/>',
      ),
    });
    expect(codes).toEqual(['LINT-MISSING', 'LINT-UNUSABLE']);
    expect(loads.get('a.xsd')).toBe('no');
  });

  it('tells twins of one name, DOCTYPEs, encodings and files that are no XML', () => {
    const { codes } = lint({
      '1/a.xsd': schema(type('a')),
      '2/a.xsd': schema(type('b')),
      'b.xsd': schema(type('a')).replace('?>', '?><!DOCTYPE x [<!ENTITY a "b">]>'),
      'c.xsd': schema(type('a')).replace('UTF-8', 'ISO-8859-1'),
      'd.xsd': 'not a schema',
    });
    expect([...new Set(codes)].sort()).toEqual([
      'LINT-DOCTYPE',
      'LINT-ENCODING',
      'LINT-TWIN',
      'LINT-UNREADABLE',
      'LINT-UNUSABLE',
    ]);
  });
});

describeWithCorpora('published schemas of Guatemala', (folder) => {
  const files = new Map(
    listFiles(`${folder}/gt-fel/catalogo-fel-sat/XSD`, '.xsd').map((path) => [
      path.split('/').at(-1)!,
      readFileSync(path, 'utf8'),
    ]),
  );
  const { findings, loads } = lintSchemas(files, engine);
  const of = (code: string) => findings.filter((finding) => finding.code === code);

  it('show every known defect', () => {
    expect(of('LINT-ANCHOR').map(({ where }) => where)).toEqual(
      expect.arrayContaining([
        'tipoNITReceptor',
        'tipoNITDelEFACE',
        'tipoNITTransportista',
        'CapacidadEnvase',
      ]),
    );
    expect(of('LINT-RANGE')).toHaveLength(3);
    expect(of('LINT-DEAD-BRANCH').map(({ where }) => where)).toContain('tipoNITReceptor');
    expect(of('LINT-PREFIX').map(({ file }) => file)).toEqual([
      'GT_Complemento_MediosdePago-0.1.0.xsd',
    ]);
    expect(of('LINT-NETWORK')).toHaveLength(3);
  });

  it('all load, with patches where need be', () => {
    expect(loads.size).toBe(22);
    expect([...loads.values()]).not.toContain('no');
    expect(loads.get('GT_Documento-0.2.1.xsd')).toBe('patched');
  });
});
