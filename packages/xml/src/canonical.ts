/**
 * Canonical XML 1.0 and 1.1, and Exclusive XML Canonicalization 1.0, of an element with all it holds.
 *
 * Written straight from libxml2's structs into bytes: what is digested is the very tree that the
 * schema judged and the stages read, and documents without a signature pay nothing for it.
 */
import { type ByteWriter, CanonicalExcess } from './byte-writer.ts';
import type { Canonicalisation } from './document.ts';
import { ATTRIBUTE_ESCAPES, NO_ESCAPES, RETURN_ESCAPES, TEXT_ESCAPES } from './escapes.ts';
import { NODE, NODE_TYPE, NS } from './heap.ts';
import { compareText } from './name-order.ts';
import { type Declaration, NamespaceScope } from './namespace-scope.ts';
import type { Sandbox } from './sandbox.ts';

export interface CanonicalBytes {
  readonly bytes: Uint8Array;
  /** First element whose text a comment or processing instruction splits; 0 when there is none. */
  readonly splitText: number;
}

/** An attribute node on the heap with the names it sorts by. */
interface Attribute {
  readonly pointer: number;
  readonly name: string;
  readonly namespace: string;
  readonly prefix: string;
}

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
/** Canonical XML 1.1 takes only these from ancestors; 1.0 takes all of the namespace. */
const INHERITED_BY_1_1 = ['lang', 'space'];
const NONE: never[] = [];

export interface CanonicalPlace {
  /** The root element. */
  readonly root: number;
  /** The element to write; 0 for the whole document. */
  readonly apex: number;
  /** The element to leave out; 0 for none. */
  readonly without: number;
}

/** What the canonical forms of one document share: its strings by pointer, and a buffer to write in. */
export interface CanonicalScratch {
  readonly strings: Map<number, string>;
  readonly writer: ByteWriter;
  /** An exclusive form repeats namespaces: a small hostile document could fill the memory. */
  readonly bytesMax: number;
}

/** Gives undefined when the form or the namespaces in scope are larger than those of any document of business. */
export function canonicaliseIn(
  box: Sandbox,
  place: CanonicalPlace,
  how: Canonicalisation,
  scratch: CanonicalScratch,
): CanonicalBytes | undefined {
  const canonicaliser = new Canonicaliser(box, how, place.without, scratch);
  scratch.writer.begin(scratch.bytesMax);
  try {
    if (place.apex === 0) canonicaliser.document(place.root);
    else canonicaliser.subtree(place.apex);
    return { bytes: scratch.writer.take(), splitText: canonicaliser.splitText };
  } catch (error) {
    if (error instanceof CanonicalExcess) return undefined;
    throw error;
  }
}

class Canonicaliser {
  readonly out: ByteWriter;
  readonly #words: Int32Array;
  readonly #heap: Uint8Array;
  readonly #text: (pointer: number) => string;
  readonly #how: Canonicalisation;
  readonly #without: number;
  readonly #scope: NamespaceScope;
  splitText = 0;

  constructor(
    { raw }: Sandbox,
    how: Canonicalisation,
    without: number,
    { strings, writer }: CanonicalScratch,
  ) {
    this.out = writer;
    this.#words = raw.HEAP32;
    this.#heap = raw.HEAPU8;
    this.#how = how;
    this.#without = without;
    this.#text = (pointer) => {
      if (pointer === 0) return '';
      let text = strings.get(pointer);
      if (text === undefined) {
        text = raw.UTF8ToString(pointer);
        strings.set(pointer, text);
      }
      return text;
    };
    this.#scope = new NamespaceScope(this.#words, this.#text, how);
  }

  /** The root with the comments and processing instructions around it. */
  document(root: number): void {
    let node = root;
    for (let before = node; before !== 0; before = this.#word(before, NODE.previous)) node = before;
    let isBefore = true;
    for (; node !== 0; node = this.#word(node, NODE.next)) {
      const type = this.#word(node, NODE.type);
      if (node === root) {
        this.#element(root, NONE, true);
        isBefore = false;
      } else if (type === NODE_TYPE.pi || (type === NODE_TYPE.comment && this.#how.comments)) {
        if (!isBefore) this.out.byte(LINE_FEED);
        this.#remark(node, type);
        if (isBefore) this.out.byte(LINE_FEED);
      }
    }
  }

  /** One element, in the context of its ancestors. */
  subtree(apex: number): void {
    const ancestors: number[] = [];
    let node = this.#word(apex, NODE.parent);
    while (this.#word(node, NODE.type) === NODE_TYPE.element) {
      ancestors.push(node);
      node = this.#word(node, NODE.parent);
    }
    ancestors.reverse();
    for (const ancestor of ancestors) this.#scope.enter(ancestor);
    this.#element(apex, this.#how.exclusive ? NONE : this.#inherited(ancestors), true);
  }

  #word(node: number, field: number): number {
    return this.#words[(node >> 2) + field]!;
  }

  #inherited(ancestors: readonly number[]): readonly Attribute[] {
    const inherited = new Map<string, Attribute>();
    for (const attribute of ancestors.flatMap((ancestor) => this.#attributes(ancestor))) {
      const { namespace, name } = attribute;
      const isTaken = this.#how.version !== '1.1' || INHERITED_BY_1_1.includes(name);
      if (namespace === XML_NAMESPACE && isTaken) inherited.set(name, attribute);
    }
    return [...inherited.values()];
  }

  #attributes(element: number): Attribute[] {
    let pointer = this.#word(element, NODE.properties);
    if (pointer === 0) return NONE;
    const list: Attribute[] = [];
    for (; pointer !== 0; pointer = this.#word(pointer, NODE.next)) {
      const ns = this.#word(pointer, NODE.namespace);
      list.push({
        pointer,
        name: this.#text(this.#word(pointer, NODE.name)),
        namespace: ns === 0 ? '' : this.#text(this.#word(ns, NS.href)),
        prefix: ns === 0 ? '' : this.#text(this.#word(ns, NS.prefix)),
      });
    }
    return list;
  }

  #element(element: number, inherited: readonly Attribute[], isApex: boolean): void {
    const entered = this.#scope.enter(element);
    const attributes = withInherited(this.#attributes(element), inherited);
    if (attributes.length > 1) attributes.sort(compareAttributes);
    this.out.byte(LESS_THAN);
    this.#qualifiedName(element);
    const { declarations, undo } = this.#scope.toWrite(
      this.#how.exclusive ? this.#usedPrefixes(element, attributes) : NONE,
      entered,
      isApex,
    );
    for (const declaration of declarations) this.#declaration(declaration);
    for (const attribute of attributes) this.#attribute(attribute);
    this.out.byte(GREATER_THAN);
    this.#children(element);
    this.out.ascii('</');
    this.#qualifiedName(element);
    this.out.byte(GREATER_THAN);
    this.#scope.forget(undo);
    this.#scope.leave(entered);
  }

  #usedPrefixes(element: number, attributes: readonly Attribute[]): readonly string[] {
    const ns = this.#word(element, NODE.namespace);
    const used = [ns === 0 ? '' : this.#text(this.#word(ns, NS.prefix))];
    for (const { prefix } of attributes) if (prefix !== '') used.push(prefix);
    return used;
  }

  #qualifiedName(node: number): void {
    const ns = this.#word(node, NODE.namespace);
    const prefix = ns === 0 ? 0 : this.#word(ns, NS.prefix);
    if (prefix !== 0) {
      this.out.string(this.#heap, prefix, NO_ESCAPES);
      this.out.byte(COLON);
    }
    this.out.string(this.#heap, this.#word(node, NODE.name), NO_ESCAPES);
  }

  #declaration({ prefix, pointer }: Declaration): void {
    this.out.ascii(' xmlns');
    if (prefix !== '') {
      this.out.byte(COLON);
      this.out.string(this.#heap, this.#word(pointer, NS.prefix), NO_ESCAPES);
    }
    this.out.ascii('="');
    if (pointer !== 0) {
      this.out.string(this.#heap, this.#word(pointer, NS.href), ATTRIBUTE_ESCAPES);
    }
    this.out.byte(QUOTE);
  }

  #attribute({ pointer }: Attribute): void {
    this.out.byte(SPACE);
    this.#qualifiedName(pointer);
    this.out.ascii('="');
    for (let node = this.#word(pointer, NODE.children); node !== 0; ) {
      this.out.string(this.#heap, this.#word(node, NODE.content), ATTRIBUTE_ESCAPES);
      node = this.#word(node, NODE.next);
    }
    this.out.byte(QUOTE);
  }

  #children(element: number): void {
    let hasText = false;
    let hasRemark = false;
    for (let node = this.#word(element, NODE.children); node !== 0; ) {
      const type = this.#word(node, NODE.type);
      if (type === NODE_TYPE.element) {
        if (node !== this.#without) this.#element(node, NONE, false);
      } else if (type === NODE_TYPE.text || type === NODE_TYPE.cdata) {
        const content = this.#word(node, NODE.content);
        hasText ||= !this.#isBlank(content);
        this.out.string(this.#heap, content, TEXT_ESCAPES);
      } else {
        hasRemark = true;
        if (type === NODE_TYPE.pi || this.#how.comments) this.#remark(node, type);
      }
      node = this.#word(node, NODE.next);
    }
    if (hasText && hasRemark && this.splitText === 0) this.splitText = element;
  }

  #isBlank(content: number): boolean {
    let at = content;
    while (this.#heap[at] === SPACE || this.#heap[at] === LINE_FEED) at += 1;
    return this.#heap[at] === 0;
  }

  /** A comment or a processing instruction. */
  #remark(node: number, type: number): void {
    const content = this.#word(node, NODE.content);
    if (type === NODE_TYPE.comment) {
      this.out.ascii('<!--');
      this.out.string(this.#heap, content, RETURN_ESCAPES);
      this.out.ascii('-->');
      return;
    }
    this.out.ascii('<?');
    this.out.string(this.#heap, this.#word(node, NODE.name), NO_ESCAPES);
    if (content !== 0 && this.#heap[content] !== 0) this.out.byte(SPACE);
    this.out.string(this.#heap, content, RETURN_ESCAPES);
    this.out.ascii('?>');
  }
}

/** An attribute of the element itself hides that of an ancestor. */
function withInherited(own: Attribute[], inherited: readonly Attribute[]): Attribute[] {
  const isOwn = (one: Attribute): boolean =>
    own.some(({ name, namespace }) => name === one.name && namespace === one.namespace);
  return inherited.length === 0 ? own : [...own, ...inherited.filter((one) => !isOwn(one))];
}

const compareAttributes = (a: Attribute, b: Attribute): number =>
  compareText(a.namespace, b.namespace) || compareText(a.name, b.name);

const LINE_FEED = 0x0a;
const SPACE = 0x20;
const QUOTE = 0x22;
const COLON = 0x3a;
const LESS_THAN = 0x3c;
const GREATER_THAN = 0x3e;
