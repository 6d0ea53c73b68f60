/**
 * One walk over an XML tree that finds what the syntax rules of a binding look for. The rules
 * themselves only hand over what was found under their code.
 */
import type { Rule } from '@ventanilla/rules';
import type { XmlElement } from '@ventanilla/xml';
import { positionsOf } from './places.ts';

export interface SyntaxFinding {
  readonly at: string;
  readonly expected?: string;
  readonly actual?: string;
}
export type SyntaxFindings = ReadonlyMap<string, readonly SyntaxFinding[]>;

/** Notes that a rule is broken at an element. */
export type Note = (
  code: string,
  element: XmlElement,
  values?: { readonly expected?: string; readonly actual?: string },
) => void;
export type Inspect = (element: XmlElement, note: Note) => void;

export interface Inspection {
  readonly findings: SyntaxFindings;
  /** Elements that `isKept` named, in document order. */
  readonly kept: readonly XmlElement[];
}

/** Kept of one rule: the engine keeps no more. */
const FINDINGS_MAX = 200;

/** Names below names: which elements and attributes a binding does not use, by path from the root. */
export interface Trie {
  readonly children: Map<string, Trie>;
  readonly attributes: Map<string, string[]>;
  readonly codes: string[];
}
export const emptyTrie = (): Trie => ({ children: new Map(), attributes: new Map(), codes: [] });

/** Adds `a/b/c` or `a/b/@c` under a code. */
export function addPath(trie: Trie, path: readonly string[], code: string): void {
  let at = trie;
  for (const step of path) {
    if (step.startsWith('@')) {
      const name = step.slice(1);
      at.attributes.set(name, [...(at.attributes.get(name) ?? []), code]);
      return;
    }
    let child = at.children.get(step);
    if (child === undefined) {
      child = emptyTrie();
      at.children.set(step, child);
    }
    at = child;
  }
  at.codes.push(code);
}

export interface InspectorParts {
  /** Elements of other namespaces are walked but not judged. */
  readonly isOwn: (namespace: string) => boolean;
  readonly unused: Trie;
  /** Attributes not used anywhere. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly isAttributeUsed?: (element: XmlElement, name: string) => boolean;
  /** What there is to look at in an element of that name. */
  readonly inspectionsFor: (name: string) => readonly Inspect[];
  /** Names for which that is worked out once. */
  readonly names: Iterable<string>;
  readonly inspectDocument: Inspect;
  /** Elements of those names that the reader wants to look at again, and which of them. */
  readonly keep?: ReadonlyMap<string, (element: XmlElement) => boolean>;
  /** Codes that do not apply to this document. */
  readonly isExempt?: (code: string, root: XmlElement) => boolean;
}

export function createInspector(parts: InspectorParts): (root: XmlElement) => Inspection {
  const { isOwn, attributes, isAttributeUsed, inspectionsFor } = parts;
  const inspections: ReadonlyMap<string, readonly Inspect[]> = new Map(
    [...parts.names].map((name) => [name, inspectionsFor(name)]),
  );

  const inspectAttributes = (element: XmlElement, trie: Trie | undefined, note: Note): void => {
    for (const { name, namespace } of element.attributes) {
      if (namespace !== '') continue;
      const code = attributes.get(name);
      if (code !== undefined && isAttributeUsed?.(element, name) !== true) {
        note(code, element, { actual: name });
      }
      const codes = trie?.attributes.get(name);
      if (codes !== undefined) for (const unused of codes) note(unused, element, { actual: name });
    }
  };

  const inspect: Inspect = (element, note) => {
    const looks = inspections.get(element.name) ?? inspectionsFor(element.name);
    for (let index = 0; index < looks.length; index += 1) looks[index]?.(element, note);
  };

  const keep = parts.keep ?? new Map<string, (element: XmlElement) => boolean>();

  const inspectOwn = (element: XmlElement, note: Note, kept: XmlElement[]): void => {
    inspect(element, note);
    if (element.children.length > 0 && keep.get(element.name)?.(element) === true) {
      kept.push(element);
    }
  };

  /** `trie` is that of the parent, as `start` is that of the root. */
  const walk = (
    element: XmlElement,
    trie: Trie | undefined,
    note: Note,
    kept: XmlElement[],
    start?: Trie,
  ): void => {
    const { children, name } = element;
    const own = isOwn(element.namespace);
    const here = start ?? (own ? trie?.children.get(name) : undefined);
    if (here !== undefined) for (const code of here.codes) note(code, element, { actual: name });
    if (element.attributes.length > 0) inspectAttributes(element, here, note);
    if (own) inspectOwn(element, note, kept);
    for (let index = 0; index < children.length; index += 1) {
      walk(children[index]!, here, note, kept);
    }
  };

  return (root) => {
    const kept: XmlElement[] = [];
    const findings = collectFindings((note) => {
      const { isExempt } = parts;
      const noteUnlessExempt: Note =
        isExempt === undefined
          ? note
          : (code, element, values) => {
              if (!isExempt(code, root)) note(code, element, values);
            };
      walk(root, undefined, noteUnlessExempt, kept, parts.unused);
      parts.inspectDocument(root, noteUnlessExempt);
    });
    return { findings, kept };
  };
}

/** What `inspect` notes, by code: so many of each that the engine would keep no more. */
export function collectFindings(inspect: (note: Note) => void): SyntaxFindings {
  const findings = new Map<string, SyntaxFinding[]>();
  inspect((code, element, values) => {
    const found = findings.get(code);
    if (found !== undefined && found.length >= FINDINGS_MAX) return;
    const finding = { at: positionsOf(element), ...values };
    if (found === undefined) findings.set(code, [finding]);
    else found.push(finding);
  });
  return findings;
}

/** How many elements lie at the end of a path below an element. */
export function countPath(element: XmlElement, steps: readonly string[], depth = 0): number {
  const name = steps[depth];
  const isLast = depth === steps.length - 1;
  let total = 0;
  for (const child of element.children) {
    if (child.name === name) total += isLast ? 1 : countPath(child, steps, depth + 1);
  }
  return total;
}

/** The check of a syntax rule: hand over what the walk found. */
export const findingsOf =
  (code: string): Rule<{ readonly syntax: SyntaxFindings }>['check'] =>
  ({ syntax }, report) => {
    if (syntax.size === 0) return;
    const findings = syntax.get(code);
    if (findings !== undefined) for (const finding of findings) report(finding);
  };
