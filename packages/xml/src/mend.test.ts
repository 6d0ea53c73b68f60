/** Small content models, each with a document that breaks them in several places at once. */
import { createXmlEngine, type XmlSchema } from './index.ts';

const engine = createXmlEngine();

const OCCURS: Readonly<Record<string, string>> = {
  '': '',
  '?': 'minOccurs="0"',
  '*': 'minOccurs="0" maxOccurs="unbounded"',
};
/** `a b? k*`: elements in sequence; `k` holds a required and an optional element, the others an integer. */
function schemaOf(model: string): XmlSchema {
  const elements = model.split(' ').map((part) => {
    const [, name = '', occurs = ''] = /^(\w+)(.?)$/.exec(part) ?? [];
    return `<xs:element name="${name}" type="${name === 'k' ? 'K' : 'xs:int'}" ${OCCURS[occurs]}/>`;
  });
  return engine.compileSchema(
    model,
    new Map([
      [
        model,
        `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="u" xmlns="u" elementFormDefault="qualified">
          <xs:complexType name="K"><xs:sequence><xs:element name="p" type="xs:int"/><xs:element name="q" type="xs:int" minOccurs="0"/></xs:sequence></xs:complexType>
          <xs:element name="r"><xs:complexType><xs:sequence>${elements.join('')}</xs:sequence></xs:complexType></xs:element>
        </xs:schema>`,
      ],
    ]),
  );
}

/** `a x k(<p>z</p>)` as a document, each child on a line of its own from 2; a child without content holds 1. */
const written = (children: string): string => {
  const lines = children.split(' ').map((part) => {
    const [, name, content = '1'] = /^(\w+)(?:\((.*)\))?$/.exec(part) ?? [];
    return `<${name}>${content}</${name}>`;
  });
  return `<r xmlns="u">\n${lines.join('\n')}</r>`;
};

function errorsOf(schema: XmlSchema, text: string, using = engine): readonly string[] {
  const parsed = using.parse(new TextEncoder().encode(text));
  if (!parsed.ok) throw new Error(parsed.detail);
  const { document } = parsed;
  const errors = document.validate(schema).map(({ message, place }) => {
    const expected = /Expected is(?: one of)? \( (.*) \)\.$/.exec(message)?.[1];
    const what = message.includes('valid value') ? 'value' : `expected ${expected ?? 'nothing'}`;
    return `${place.path}:${place.line} ${what.replaceAll('{u}', '')}`;
  });
  document.dispose();
  return errors;
}

it.each([
  ['an unknown element', 'a b c', 'a x b c(z)', ['/r/x:3 expected b', '/r/c:5 value']],
  [
    'unknown elements in a row, and more further on',
    'a b c d',
    'a x y b c w d(z)',
    ['/r/x:3 expected b', '/r/y:4 expected b', '/r/w:7 expected d', '/r/d:8 value'],
  ],
  ['one missing', 'a b c d', 'a c d(z)', ['/r/c:3 expected b', '/r/d:4 value']],
  [
    'one missing behind optional ones',
    'a o? m? b n? c',
    'a c(z)',
    ['/r/c:3 expected o, m, b', '/r/c:3 value'],
  ],
  [
    'two missing',
    'a b n? c d',
    'a d(z)',
    ['/r/d:3 expected b', '/r/d:3 value', '/r/d:3 expected n, c'],
  ],
  ['two missing at the end', 'a b c', 'a', ['/r:1 expected b', '/r:1 expected c']],
  ['a name misspelt: what it stood for is not told again', 'a b c', 'a x c', ['/r/x:3 expected b']],
  [
    'an unknown one beside a missing one',
    'a b c',
    'a x y c',
    ['/r/x:3 expected b', '/r/y:4 expected b'],
  ],
  ['one too early', 'a b c d', 'a c b d(z)', ['/r/c:3 expected b', '/r/d:5 value']],
  [
    'one too early is judged where it belongs',
    'a b c',
    'a c(z) b',
    ['/r/c:3 expected b', '/r/c:3 value'],
  ],
  ['one too late', 'a b c d', 'a c d b(z)', ['/r/c:3 expected b', '/r/b:5 value']],
  ['one too often', 'a b? c', 'a b b c(z)', ['/r/b[2]:4 expected c', '/r/c:5 value']],
  [
    'inside and behind',
    'a k* b',
    'a k(<p>z</p><x/><q>z</q>) x k(<q>z</q>) b(z)',
    [
      '/r/k[1]/p:3 value',
      '/r/k[1]/x:3 expected q',
      '/r/k[1]/q:3 value',
      '/r/x:4 expected k, b',
      '/r/k[2]/q:5 expected p',
      '/r/k[2]/q:5 value',
      '/r/b:6 value',
    ],
  ],
])('%s: every error once, and none that another explains', (_, model, children, expected) => {
  expect(errorsOf(schemaOf(model), written(children))).toEqual(expected);
});

describe('what a hostile document may cost', () => {
  it('more than the processor tells: no looking further', () => {
    const schema = schemaOf('a k* b');
    const children = `a ${'k(<p>z</p><x/><q>z</q>) '.repeat(150)}x b`;
    expect(
      errorsOf(schema, written(children), createXmlEngine({ structureErrorsMax: 100 })),
    ).toEqual(
      errorsOf(
        schema,
        written(children),
        createXmlEngine({ structureErrorsMax: 100, seeBehindStops: false }),
      ),
    );
  });

  it('many unknown elements: as many told as rounds, and nothing else', () => {
    const unknown = Array.from({ length: 100 }, (_, at) => `x${at}`).join(' ');
    const errors = errorsOf(schemaOf('a b'), written(`a ${unknown} b(z)`));
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.length).toBeLessThanOrEqual(100);
    expect(errors.every((error) => error.startsWith('/r/x'))).toBe(true);
  });
});

it('leaves the document as it was', () => {
  const parsed = engine.parse(new TextEncoder().encode(written('a x b c(z)')));
  if (!parsed.ok) throw new Error(parsed.detail);
  const { document } = parsed;
  const canonical = () =>
    document.canonicalise(undefined, { exclusive: true, comments: false })?.bytes;
  const before = canonical();
  document.validate(schemaOf('a b c'));
  expect(canonical()).toEqual(before);
  document.dispose();
});
