import { createXmlEngine } from './engine.ts';
import type { XmlDocument } from './index.ts';
import { sandbox, sandboxesReady } from './sandbox.ts';
import { trapOn } from './testing.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const engine = createXmlEngine();

function parsed(text: string, using = engine): XmlDocument {
  const result = using.parse(bytes(text));
  if (!result.ok) throw new Error(`${result.refusal}: ${result.detail}`);
  return result.document;
}
const refusal = (input: Uint8Array | string, using = engine) => {
  const result = using.parse(typeof input === 'string' ? bytes(input) : input);
  return result.ok ? 'parsed' : result.refusal;
};

describe('tree', () => {
  it('keeps names, namespaces, prefixes, attributes, text and order', () => {
    const { root, dispose } = parsed(
      '<?xml version="1.0"?>\n<a xmlns="u:a" xmlns:b="u:b" x="1" b:y="&lt;é">\n <b:c>t<![CDATA[<&>]]>ñ</b:c>\n</a>',
    );
    dispose();
    expect(root).toMatchObject({ name: 'a', namespace: 'u:a', prefix: '', order: 0 });
    expect(root.attributes).toEqual([
      { name: 'x', namespace: '', prefix: '', value: '1' },
      { name: 'y', namespace: 'u:b', prefix: 'b', value: '<é' },
    ]);
    const [child] = root.children;
    expect(child).toMatchObject({
      name: 'c',
      namespace: 'u:b',
      prefix: 'b',
      text: 't<&>ñ',
      order: 1,
    });
    expect(child?.parent).toBe(root);
  });

  it('leaves comments and processing instructions out, even inside text', () => {
    const { root, dispose } = parsed('<a>1<!-- c -->2<?p i?>3</a>');
    dispose();
    expect(root.text).toBe('123');
    expect(root.children).toEqual([]);
  });

  it('gives XPath with prefixes and positions where needed', () => {
    const { root, pathOf, dispose } = parsed('<a xmlns:p="u"><p:b/><c/><p:b><d/></p:b></a>');
    dispose();
    expect(pathOf(root.children[2]!.children[0]!)).toBe('/a/p:b[2]/d');
    expect(pathOf(root.children[1]!)).toBe('/a/c');
  });

  it('places every start tag, whatever looks like one beside it', () => {
    const { root, placeOf, dispose } = parsed(
      `\uFEFF<?xml version="1.0"?><?p <b>?>\n<a>ñ😀<b\n x=">\n"/><!--><b/>\n--><![CDATA[<b>\n]]><c/>${'\n'.repeat(70_000)} <d/></a>`,
    );
    dispose();
    const placed = [root, ...root.children].map((element) => {
      const { path, line, column } = placeOf(element);
      return `${path} ${line}:${column}`;
    });
    expect(placed).toEqual(['/a 2:1', '/a/b 2:6', '/a/c 6:4', '/a/d 70006:2']);
  });
});

describe('refusals', () => {
  const utf16 = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
  it.each([
    ['encoding', utf16('<a/>')],
    ['encoding', utf16('\uFEFF<a/>')],
    ['encoding', new Uint8Array([0x3c, 0x61, 0xff, 0x2f, 0x3e])],
    ['encoding', '<?xml version="1.0" encoding="ISO-8859-1"?><a/>'],
    ['doctype', '<!DOCTYPE a><a/>'],
    ['doctype', '<!-- <b> --><?p <b>?>\n<!DOCTYPE a [<!ENTITY w "x">]><a>&w;</a>'],
    ['not-well-formed', ''],
    ['not-well-formed', '<a>'],
    ['not-well-formed', '<a/><b/>'],
    ['not-well-formed', '<a x="1" x="2"/>'],
    ['not-well-formed', '<a>&undefined;</a>'],
    ['not-well-formed', '<p:a/>'],
    ['too-deep', '<a>'.repeat(150) + '</a>'.repeat(150)],
    ['too-deep', '<a>'.repeat(100_000) + '</a>'.repeat(100_000)],
    ['too-complex', `<a ${Array.from({ length: 300 }, (_, n) => `a${n}="1"`).join(' ')}/>`],
    ['too-complex', `<a ${Array.from({ length: 300 }, (_, n) => `xmlns:a${n}="u"`).join(' ')}/>`],
    // Bounds of the parser itself: ten million characters, fifty thousand in a name.
    ['too-complex', `<a>${'x'.repeat(10_000_001)}</a>`],
    ['too-complex', `<a x="${'x'.repeat(10_000_001)}"/>`],
    ['too-complex', `<a><!--${'x'.repeat(10_000_001)}--></a>`],
    ['too-complex', `<${'x'.repeat(50_001)}/>`],
  ])('%s', (expected, input) => {
    expect(refusal(input)).toBe(expected);
  });

  it('too-large and the other caps are the caller’s', () => {
    const small = createXmlEngine({ bytesMax: 40, elementsMax: 3, attributesMax: 2 });
    expect(refusal(`<a>${' '.repeat(40)}</a>`, small)).toBe('too-large');
    expect(refusal('<a><b/><b/><b/></a>', small)).toBe('too-complex');
    expect(refusal('<a x="1" y="2"><b z="3"/></a>', small)).toBe('too-complex');
    expect(refusal('<a x="1" y="2"><b/></a>', small)).toBe('parsed');
  });

  it('takes a BOM, a UTF-8 declaration, and the word DOCTYPE as content', () => {
    expect(refusal('\uFEFF<?xml version="1.0" encoding="utf-8"?><a/>')).toBe('parsed');
    expect(refusal('<!-- <!DOCTYPE a> --><a><![CDATA[<!DOCTYPE html>]]></a>')).toBe('parsed');
  });

  it('tells where a document is not well-formed', () => {
    expect(engine.parse(bytes('<a>\n<b></c></a>'))).toMatchObject({ ok: false, line: 2 });
  });
});

const XSD = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="u" xmlns="u"
  elementFormDefault="qualified"><xs:include schemaLocation="../types/t.xsd"/>
  <xs:element name="a"><xs:complexType><xs:sequence><xs:element name="b" type="T"
  maxOccurs="unbounded"/></xs:sequence><xs:attribute name="n" type="xs:int"/></xs:complexType></xs:element></xs:schema>`;
const TYPES = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="u">
  <xs:simpleType name="T"><xs:restriction base="xs:string"><xs:maxLength value="3"/></xs:restriction></xs:simpleType></xs:schema>`;
const sources = new Map([
  ['main/m.xsd', XSD],
  ['types/t.xsd', TYPES],
]);

describe('schema', () => {
  const schema = engine.compileSchema('main/m.xsd', sources);

  it('tells every error with its path and line', () => {
    const document = parsed('<u:a xmlns:u="u" n="x">\n<u:b>ok</u:b>\n<u:b>long</u:b><u:c/></u:a>');
    const errors = document.validate(schema);
    document.dispose();
    expect(errors.map(({ place }) => [place.path, place.line, place.column])).toEqual([
      ['/u:a/@n', 1, 1],
      ['/u:a/u:b[2]', 3, 1],
      ['/u:a/u:c', 3, 16],
    ]);
  });

  it('is sound again after a document that was not', () => {
    const document = parsed('<u:a xmlns:u="u"><u:b>ok</u:b></u:a>');
    expect(document.validate(schema)).toEqual([]);
    document.dispose();
    document.dispose();
  });

  it('never opens what it was not given', () => {
    expect(() => engine.compileSchema('main/m.xsd', new Map([['main/m.xsd', XSD]]))).toThrow(
      /does not compile/,
    );
    expect(() => engine.compileSchema('gone.xsd', sources)).toThrow(/does not compile/);
  });
});

describe('a trap in the sandbox', () => {
  const schema = engine.compileSchema('main/m.xsd', sources);
  const trapOnce = (name: '_xmlCtxtReadMemory' | '_xmlSchemaValidateDoc') => {
    const box = sandbox();
    box.raw[name] = () => {
      throw new WebAssembly.RuntimeError('unreachable');
    };
    return box;
  };
  afterEach(sandboxesReady);

  it('while parsing: a fresh instance judges the document again', () => {
    const trapped = trapOnce('_xmlCtxtReadMemory');
    expect(refusal('<a/>')).toBe('parsed');
    expect(trapped.isAlive()).toBe(false);
    expect(sandbox()).not.toBe(trapped);
  });

  it('twice: the document is refused for it, and once there are fresh ones the next is judged', async () => {
    const release = trapOn('<hurts');
    expect(refusal('<hurts/>')).toBe('parser-trap');
    expect(() => refusal('<a/>')).toThrow(
      expect.objectContaining({ code: 'xml-sandbox-loading', retryable: true }),
    );
    for (let round = 0; round < 3; round += 1) {
      await engine.ready();
      expect(refusal('<hurts/>')).toBe('parser-trap');
    }
    release();
    await engine.ready();
    expect(refusal('<hurts/>')).toBe('parsed');
  });

  it('while validating: the document is parsed and the schema compiled again', () => {
    const document = parsed('<u:a xmlns:u="u"><u:b>long</u:b></u:a>');
    trapOnce('_xmlSchemaValidateDoc');
    expect(document.validate(schema)).toHaveLength(1);
    document.dispose();
  });
});
