/** The canonical form by the clauses of its recommendations, and against libxml2's own. */
import { describeWithCorpora, listFiles, readBytes } from '@ventanilla/testing/corpora';
import * as library from 'libxml2-wasm';
import { createXmlEngine } from './engine.ts';
import type { Canonicalisation, XmlDocument, XmlElement } from './index.ts';

const engine = createXmlEngine();
const INCLUSIVE: Canonicalisation = { exclusive: false, comments: false };
const EXCLUSIVE: Canonicalisation = { exclusive: true, comments: false };

function parse(bytes: Uint8Array): XmlDocument {
  const result = engine.parse(bytes);
  if (!result.ok) throw new Error(`${result.refusal}: ${result.detail}`);
  return result.document;
}

/** Canonical text of the element reached by child indices, or of the document. */
function canonical(text: string, how: Canonicalisation, ...path: readonly number[]): string {
  const document = parse(new TextEncoder().encode(text));
  let element: XmlElement | undefined = document.root;
  for (const index of path) element = element?.children[index];
  const form = document.canonicalise(path.length === 0 ? undefined : element, how);
  document.dispose();
  return Buffer.from(form?.bytes ?? []).toString();
}

describe('canonical form', () => {
  it('orders attributes by namespace and name, and declarations by prefix', () => {
    const text =
      '<e z="1" b:y="2" a:y="3" c="4" xmlns:b="u:1" xmlns:a="u:2" xmlns="u:0" xml:lang="5"/>';
    expect(canonical(text, INCLUSIVE)).toBe(
      '<e xmlns="u:0" xmlns:a="u:2" xmlns:b="u:1" c="4" z="1" xml:lang="5" b:y="2" a:y="3"></e>',
    );
  });

  it('orders names by code point, not by UTF-16 unit', () => {
    const text = '<e \u{10400}="1" \uFDF0="2"/>';
    expect(canonical(text, INCLUSIVE)).toBe('<e \uFDF0="2" \u{10400}="1"></e>');
  });

  it('writes what a parser must not lose', () => {
    expect(
      canonical(
        '<e a="&#9;&#10;&#13;&lt;&quot;&amp;&gt; \t" b=\'"\'>&#13;&lt;&gt;&amp;<![CDATA[<&]]></e>',
        INCLUSIVE,
      ),
    ).toBe('<e a="&#x9;&#xA;&#xD;&lt;&quot;&amp;>  " b="&quot;">&#xD;&lt;&gt;&amp;&lt;&amp;</e>');
  });

  it('keeps remarks around the root on lines of their own, comments only when asked', () => {
    const text = '<?a  x ?><!-- 1 -->\n<e><!-- 2 --></e><!-- 3 --><?b?>';
    expect(canonical(text, INCLUSIVE)).toBe('<?a x ?>\n<e></e>\n<?b?>');
    expect(canonical(text, { ...INCLUSIVE, comments: true })).toBe(
      '<?a x ?>\n<!-- 1 -->\n<e><!-- 2 --></e>\n<!-- 3 -->\n<?b?>',
    );
  });

  const NESTED =
    '<a xmlns="u:0" xmlns:x="u:x" xmlns:y="u:y" xml:lang="es" xml:id="i"><b x:q="1"><c xmlns=""><d xmlns="u:0"/></c></b></a>';

  it('inclusive: an apex takes the namespaces and xml: attributes of its ancestors', () => {
    expect(canonical(NESTED, INCLUSIVE, 0)).toBe(
      '<b xmlns="u:0" xmlns:x="u:x" xmlns:y="u:y" xml:id="i" xml:lang="es" x:q="1"><c xmlns=""><d xmlns="u:0"></d></c></b>',
    );
    expect(canonical(NESTED, { ...INCLUSIVE, version: '1.1' }, 0, 0)).toBe(
      '<c xmlns:x="u:x" xmlns:y="u:y" xml:lang="es"><d xmlns="u:0"></d></c>',
    );
  });

  it('exclusive: only the namespaces in use, and those listed', () => {
    expect(canonical(NESTED, EXCLUSIVE, 0)).toBe(
      '<b xmlns="u:0" xmlns:x="u:x" x:q="1"><c xmlns=""><d xmlns="u:0"></d></c></b>',
    );
    expect(canonical(NESTED, { ...EXCLUSIVE, inclusivePrefixes: ['y'] }, 0, 0)).toBe(
      '<c xmlns:y="u:y"><d xmlns="u:0"></d></c>',
    );
  });

  it('leaves an enveloped element out, and says where a remark splits a text', () => {
    const document = parse(Buffer.from('<a><n>1<!-- 0 -->5</n><s>x</s><!-- apart --></a>'));
    const [, without] = document.root.children;
    const form = document.canonicalise(document.root, { ...INCLUSIVE, without: without! });
    expect(Buffer.from(form?.bytes ?? []).toString()).toBe('<a><n>15</n></a>');
    expect(form?.splitText).toBe(document.root.children[0]);
    document.dispose();
  });

  it('gives up when namespaces would be repeated without end', () => {
    const uri = `u:${'x'.repeat(50_000)}`;
    const document = parse(Buffer.from(`<r xmlns:a="${uri}">${'<a:b/>'.repeat(50_000)}</r>`));
    expect(document.canonicalise(document.root, EXCLUSIVE)).toBeUndefined();
    expect(document.canonicalise(document.root, INCLUSIVE)).toBeDefined();
    document.dispose();
  });

  it('gives up on a thousand namespaces in scope', () => {
    const many = Array.from({ length: 1_100 }, (_, i) => `<a xmlns:n${i}="u:${i}">`);
    const document = parse(Buffer.from(`<r>${many.slice(0, 90).join('')}${'</a>'.repeat(90)}</r>`));
    expect(document.canonicalise(document.root, INCLUSIVE)).toBeDefined();
    document.dispose();
    const wide = createXmlEngine({ attributesPerElementMax: 10_000 });
    const all = Array.from({ length: 1_100 }, (_, i) => `xmlns:n${i}="u:${i}"`).join(' ');
    const result = wide.parse(Buffer.from(`<r ${all}/>`));
    if (!result.ok) throw new Error(result.detail);
    expect(result.document.canonicalise(result.document.root, INCLUSIVE)).toBeUndefined();
    result.document.dispose();
  });
});

/** Canonical text by libxml2; undefined where it refuses, as it does relative namespace URIs. */
function byLibrary(
  document: library.XmlDocument,
  element: library.XmlNode | undefined,
  how: Canonicalisation,
): string | undefined {
  const options = {
    mode: how.exclusive
      ? library.XmlC14NMode.XML_C14N_EXCLUSIVE_1_0
      : library.XmlC14NMode.XML_C14N_1_0,
    withComments: how.comments,
    inclusiveNamespacePrefixes: [...(how.inclusivePrefixes ?? [])],
  };
  try {
    return (element ?? document).canonicalizeToString(options);
  } catch {
    return undefined;
  }
}

function firstElement(element: library.XmlElement): library.XmlElement | undefined {
  let node = element.firstChild;
  while (node !== null && !(node instanceof library.XmlElement)) node = node.next;
  return node ?? undefined;
}

/** Both canonical texts of a document and of its first child, in every way that both know. */
function compare(bytes: Uint8Array): readonly (readonly [string, string])[] {
  const result = engine.parse(bytes);
  if (!result.ok) return [];
  const { document } = result;
  const theirs = library.XmlDocument.fromBuffer(bytes);
  const pairs: [string, string][] = [];
  for (const how of [INCLUSIVE, EXCLUSIVE, { ...INCLUSIVE, comments: true }]) {
    const places = [
      [undefined, undefined],
      [document.root.children[0], firstElement(theirs.root)],
    ] as const;
    for (const [ours, their] of places) {
      const expected = byLibrary(theirs, their, how);
      const form = document.canonicalise(ours, how);
      if (expected !== undefined) pairs.push([Buffer.from(form?.bytes ?? []).toString(), expected]);
    }
  }
  document.dispose();
  theirs.dispose();
  return pairs;
}

describeWithCorpora('canonical form against libxml2', (folder) => {
  it.each(['gt-fel', 'sec-xades', 'sec-xmldsig', 'br-nfe', 'ubl-examples'])('%s', (corpus) => {
    let compared = 0;
    for (const file of listFiles(`${folder}/${corpus}`, '.xml').slice(0, 60)) {
      const bytes = readBytes(file);
      if (bytes.length > 100_000) continue;
      for (const [ours, theirs] of compare(bytes)) {
        expect([file, ours]).toEqual([file, theirs]);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(5);
  });
});
