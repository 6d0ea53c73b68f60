/** The tree read from the heap must be the tree that the library's own API shows. */
import { basename } from 'node:path';
import { describeWithCorpora, listFiles, readBytes } from '@ventanilla/testing/corpora';
import * as library from 'libxml2-wasm';
import { createXmlEngine } from './engine.ts';
import type { XmlElement } from './index.ts';

type Shape = readonly unknown[];

const ours = (element: XmlElement): Shape => [
  element.prefix,
  element.namespace,
  element.name,
  element.attributes.map(({ prefix, namespace, name, value }) => [prefix, namespace, name, value]),
  element.text,
  element.children.map(ours),
];

function theirs(element: library.XmlElement): Shape {
  const children: Shape[] = [];
  let text = '';
  for (let node = element.firstChild; node !== null; node = node.next) {
    if (node instanceof library.XmlElement) children.push(theirs(node));
    else if (node instanceof library.XmlText || node instanceof library.XmlCData) {
      text += node.content;
    }
  }
  return [
    element.prefix,
    element.namespaceUri,
    element.name,
    element.attrs.map((a) => [a.prefix, a.namespaceUri, a.name, a.value]),
    text,
    children,
  ];
}

function readTheirs(bytes: Uint8Array): Shape | undefined {
  const document = library.XmlDocument.fromBuffer(bytes, {
    option: library.ParseOption.XML_PARSE_NO_XXE,
  });
  try {
    return theirs(document.root);
  } finally {
    document.dispose();
  }
}

describeWithCorpora('walker against the public API', (folder) => {
  const engine = createXmlEngine();
  it.each([
    'en16931',
    'peppol-bis3',
    'gt-fel',
    'mx-cfdi',
    'it-fatturapa',
    'sa-zatca',
    'sec-xades',
    'ubl-xsd',
  ])('%s', (corpus) => {
    const files = listFiles(`${folder}/${corpus}`, corpus === 'ubl-xsd' ? '.xsd' : '.xml');
    let compared = 0;
    for (const file of files.slice(0, 40)) {
      const bytes = readBytes(file);
      const result = engine.parse(bytes);
      if (!result.ok) continue;
      const tree = ours(result.document.root);
      result.document.dispose();
      expect([file, tree]).toEqual([file, readTheirs(bytes)]);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(0);
  });
});

describeWithCorpora('hostile XML', (folder) => {
  const engine = createXmlEngine();
  it('is refused, with no crash', () => {
    const files = listFiles(`${folder}/sec-xml`, '.xml');
    const accepted = files.filter((file) => engine.parse(readBytes(file)).ok);
    expect(files.length).toBeGreaterThan(5);
    // The two that upstream calls harmless.
    expect(accepted.map((file) => basename(file))).toEqual(['simple-ns.xml', 'simple.xml']);
  });

  it('of the W3C suite: what is not well-formed is never parsed', () => {
    const files = listFiles(`${folder}/sec-xmlconf`, '.xml').filter((file) =>
      /\/not-wf\/|\/xmltest\/not-wf|nwf/.test(file),
    );
    const accepted = files.filter((file) => engine.parse(readBytes(file)).ok);
    expect(files.length).toBeGreaterThan(50);
    expect(accepted).toEqual([]);
  });
});
