/** Reading names, texts and attributes out of libxml2's structs on the wasm heap. */
import { Buffer } from 'node:buffer';
import type { LibXml2 } from 'libxml2-wasm/lib/libxml2raw.mjs';
import type { XmlAttribute } from './document.ts';
import { foldByte, SHORT, shortText } from './short-text.ts';

/** Offsets in units of 32 bits; the same for element and attribute nodes. */
export const NODE = {
  type: 1,
  name: 2,
  children: 3,
  parent: 5,
  next: 6,
  previous: 7,
  namespace: 9,
  content: 10,
  properties: 11,
  declarations: 12,
} as const;
/** The same of a namespace declaration; the next one stands at 0. */
export const NS = { href: 2, prefix: 3 } as const;

export const NODE_TYPE = {
  element: 1,
  attribute: 2,
  text: 3,
  cdata: 4,
  pi: 7,
  comment: 8,
} as const;

export interface Namespace {
  readonly href: string;
  readonly prefix: string;
}
const NO_NAMESPACE: Namespace = { href: '', prefix: '' };
const LINE_FEED = 0x0a;
const SPACE = 0x20;
/** A line feed and n spaces: the most frequent text of a document written for people. */
const INDENTS = Array.from({ length: SHORT }, (_, spaces) => `\n${' '.repeat(spaces)}`);

/**
 * The engine's one copy of a string: comparing two such strings that differ is a comparison of
 * pointers, and stages compare names all the time.
 */
const intern = (text: string): string => Object.keys({ [text]: 0 })[0] ?? text;

/** Valid until the heap grows, so for the walk of one parsed document. */
export interface HeapReader {
  readonly words: Int32Array;
  readonly text: (pointer: number) => string;
  readonly name: (pointer: number) => string;
  readonly namespace: (pointer: number) => Namespace;
  readonly attributes: (first: number) => readonly XmlAttribute[];
}

/** `names` caches by pointer what the parser's dictionary interned; it lives as long as that does. */
export function createHeapReader(raw: LibXml2, names: Map<number, string>): HeapReader {
  const { HEAP32: words, HEAPU8: heap } = raw;
  const buffer = Buffer.from(heap.buffer);
  const namespaces = new Map<number, Namespace>();

  /** The text if it is a line feed and spaces only. */
  const indentOf = (pointer: number): string | undefined => {
    let end = pointer + 1;
    while (heap[end] === SPACE) end += 1;
    return heap[end] === 0 ? INDENTS[end - pointer - 1] : undefined;
  };
  const text = (pointer: number): string => {
    if (pointer === 0) return '';
    const indent = heap[pointer] === LINE_FEED ? indentOf(pointer) : undefined;
    if (indent !== undefined) return indent;
    let end = pointer;
    let seen = 0;
    let hash = 0;
    for (let byte = heap[end]!; byte !== 0; byte = heap[++end]!) {
      seen |= byte;
      hash = foldByte(hash, byte);
    }
    if (seen > 127) return buffer.toString('utf8', pointer, end);
    return end - pointer > SHORT
      ? buffer.toString('latin1', pointer, end)
      : shortText(heap, pointer, end, hash);
  };
  const name = (pointer: number): string => {
    let value = names.get(pointer);
    if (value === undefined) {
      value = intern(text(pointer));
      names.set(pointer, value);
    }
    return value;
  };
  const namespace = (pointer: number): Namespace => {
    if (pointer === 0) return NO_NAMESPACE;
    let value = namespaces.get(pointer);
    if (value === undefined) {
      const at = pointer >> 2;
      value = {
        href: intern(text(words[at + NS.href]!)),
        prefix: intern(text(words[at + NS.prefix]!)),
      };
      namespaces.set(pointer, value);
    }
    return value;
  };
  const attributeValue = (first: number): string => {
    let value = '';
    for (let node = first; node !== 0; node = words[(node >> 2) + NODE.next]!) {
      // Without a DTD there is nothing else; an entity reference here means memory went wrong.
      if (words[(node >> 2) + NODE.type] !== NODE_TYPE.text) throw new Error('not attribute text');
      value += text(words[(node >> 2) + NODE.content]!);
    }
    return value;
  };
  const attributes = (first: number): readonly XmlAttribute[] => {
    const list: XmlAttribute[] = [];
    for (let pointer = first; pointer !== 0; pointer = words[(pointer >> 2) + NODE.next]!) {
      const at = pointer >> 2;
      const { href, prefix } = namespace(words[at + NODE.namespace]!);
      list.push({
        name: name(words[at + NODE.name]!),
        namespace: href,
        prefix,
        value: attributeValue(words[at + NODE.children]!),
      });
    }
    return list;
  };
  return { words, text, name, namespace, attributes };
}
