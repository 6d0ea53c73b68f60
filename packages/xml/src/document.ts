import type { Place } from './start-tags.ts';

/**
 * The tree every stage reads: plain frozen-shape objects, built in one walk over the parser's heap.
 *
 * Comments and processing instructions are left out; entity references, DTDs and any other node
 * type make the parse fail, so nothing here can differ from what was checked.
 */
export interface XmlElement {
  /** Local name. */
  readonly name: string;
  /** Namespace URI; empty when there is none. */
  readonly namespace: string;
  /** As written in the document; empty when there is none. */
  readonly prefix: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /** Text and CDATA directly inside this element, in order, untrimmed. */
  readonly text: string;
  /** Which start tag of the document this is, from 0. */
  readonly order: number;
  readonly parent: XmlElement | undefined;
}

export interface XmlAttribute {
  readonly name: string;
  readonly namespace: string;
  readonly prefix: string;
  readonly value: string;
}

/** One broken structure rule as the schema processor tells it. */
export interface StructureError {
  /** libxml2's own error number. */
  readonly code: number;
  readonly message: string;
  readonly place: XmlPlace;
}

/** Where an element stands: as a path, and as a place of the text for an editor to go to. */
export interface XmlPlace extends Place {
  /** XPath, with positions and the document's prefixes. */
  readonly path: string;
}

export interface XmlDocument {
  readonly root: XmlElement;
  /** Validates against a schema compiled by `compileSchema` of the same engine; all errors at once. */
  readonly validate: (schema: XmlSchema) => readonly StructureError[];
  /** XPath of an element, e.g. `/Invoice/cac:InvoiceLine[3]/cbc:ID`. */
  readonly pathOf: (element: XmlElement) => string;
  /** The same with line and column of its start tag. */
  readonly placeOf: (element: XmlElement) => XmlPlace;
  /**
   * The canonical bytes that a signature covers: of an element with all it holds, or of the whole
   * document; undefined when the form, or the namespaces in scope, are larger than those of any
   * document of business.
   */
  readonly canonicalise: (
    element: XmlElement | undefined,
    how: Canonicalisation,
  ) => CanonicalForm | undefined;
  /** Frees the parser's memory; only the tree stays usable. Harmless twice. */
  readonly dispose: () => void;
}

/** Which canonical form: Canonical XML, or Exclusive XML Canonicalization 1.0. */
export interface Canonicalisation {
  readonly exclusive: boolean;
  readonly comments: boolean;
  /** Of Canonical XML; `xml:base` of ancestors, which 1.1 would join, is left out. Default 1.0. */
  readonly version?: '1.0' | '1.1';
  /** Of the exclusive form: prefixes treated as the inclusive form does; '' is the default namespace. */
  readonly inclusivePrefixes?: readonly string[];
  /** An element left out with all it holds: an enveloped signature. */
  readonly without?: XmlElement;
}

export interface CanonicalForm {
  readonly bytes: Uint8Array;
  /** First element whose text is split by a comment or processing instruction: readers differ there. */
  readonly splitText?: XmlElement;
}

/** Compiled once, used for every document. */
export interface XmlSchema {
  readonly id: string;
}

/** Why bytes were not read as XML. Each is one stable fault code of the admission stage. */
export type XmlRefusal =
  | 'encoding' // not UTF-8, or says it is something else
  | 'doctype'
  | 'not-well-formed'
  | 'too-large'
  | 'too-deep'
  | 'too-complex' // limits of nodes or attributes
  | 'parser-trap'; // the sandbox died; the instance was thrown away

export type XmlParse =
  | { readonly ok: true; readonly document: XmlDocument }
  | {
      readonly ok: false;
      readonly refusal: XmlRefusal;
      readonly detail: string;
      readonly line?: number;
      readonly column?: number;
    };

export interface XmlEngine {
  /**
   * Resolves when one document may trap twice and be known for it. Await it before a batch: loading takes
   * time that `parse` has not got, and without it a batch with such a document would come again for ever.
   */
  readonly ready: () => Promise<void>;
  readonly parse: (bytes: Uint8Array) => XmlParse;
  /** `sources` maps every schemaLocation that `entry` reaches to its text; nothing else is ever loaded. */
  readonly compileSchema: (entry: string, sources: ReadonlyMap<string, string>) => XmlSchema;
}
