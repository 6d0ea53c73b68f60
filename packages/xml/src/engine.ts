/** The XML engine: guards, parse, tree and schema validation over one sandboxed libxml2. */
import { invariant, OperationalError } from '@ventanilla/errors';
import { ByteWriter } from './byte-writer.ts';
import { canonicaliseIn } from './canonical.ts';
import type {
  StructureError,
  XmlDocument,
  XmlElement,
  XmlEngine,
  XmlParse,
  XmlPlace,
  XmlSchema,
} from './document.ts';
import { guardBytes, type Refused, refuse } from './guard.ts';
import { DEFAULT_XML_LIMITS, type XmlLimits } from './limits.ts';
import { errorsBehindStops, type FoundError, isStop, roundsFor } from './mend.ts';
import { pathOf } from './path.ts';
import { attributeStep, elementAt, elementOf, pointerOf } from './place.ts';
import { guarded, isSerious, type RawError, type Sandbox, sandboxesReady } from './sandbox.ts';
import { type CompiledSchema, compileIn, type SchemaSource } from './schema.ts';
import { createScratchTree } from './scratch-tree.ts';
import { type Place, scanPlaces } from './start-tags.ts';
import { walkTree } from './walker.ts';

// NOWARNING, NONET, NO_XXE. Never NOENT, DTDLOAD, DTDATTR, XINCLUDE, HUGE or RECOVER.
const PARSE_OPTIONS = 64 + 2048 + 8388608;
const PARSE_ERRORS_MAX = 4;
/** A parser context is kept for its name dictionary, until hostile names have filled it. */
const NAMES_MAX = 4_000;
const SCHEMA_INTERNAL = -1;
/** How libxml2 says that one of its own bounds was met: the document may be well-formed. */
const BOUNDS = [
  [/excessive depth/i, 'too-deep'],
  [/^Resource limit exceeded|\btoo (?:big|long)\b/i, 'too-complex'],
] as const;

/** What the engine keeps in one sandbox. */
interface Workspace {
  context: number;
  names: Map<number, string>;
  utf8: number;
  buffer: number;
  capacity: number;
  readonly schemas: Map<XmlSchema, CompiledSchema>;
  readonly writer: ByteWriter;
}

interface Parsed {
  readonly pointer: number;
  readonly box: Sandbox;
  /** Strings already read for canonical forms, by pointer. */
  readonly strings: Map<number, string>;
}

/** Builds an engine; engines of one process share the sandbox but not the limits. */
export function createXmlEngine(limits: Partial<XmlLimits> = {}): XmlEngine {
  const caps: XmlLimits = { ...DEFAULT_XML_LIMITS, ...limits };
  return {
    ready: sandboxesReady,
    parse: (bytes) => guardBytes(bytes, caps) ?? parseGuarded(bytes, caps),
    compileSchema: (entry, sources) => {
      const schema = defineSchema(entry, () => sources);
      const compiled = guarded((box) => schemaIn(box, schema));
      if (compiled === 'trap') throw trap();
      return schema;
    },
  };
}

/**
 * A schema that every engine knows and that is compiled when the first document needs it: what a
 * format declares at import without any work. `sources` is called once per compilation.
 */
export function defineSchema(entry: string, sources: () => ReadonlyMap<string, string>): XmlSchema {
  const schema: XmlSchema = Object.freeze({ id: entry });
  SOURCES.set(schema, { entry, sources });
  return schema;
}
const SOURCES = new WeakMap<XmlSchema, SchemaSource>();

/** Guard and parse without building the tree; for benchmarks that tell the stages apart. */
export function parseWithoutTree(bytes: Uint8Array, limits: Partial<XmlLimits> = {}): boolean {
  const refused = guardBytes(bytes, { ...DEFAULT_XML_LIMITS, ...limits });
  if (refused !== undefined) return false;
  const parsed = guarded((box) => parseIn(box, bytes));
  if (parsed === 'trap' || 'refusal' in parsed) return false;
  free(parsed);
  return true;
}

const trap = (): OperationalError =>
  new OperationalError('xml-parser-trap', 'the XML sandbox trapped twice on one document', {
    retryable: false,
  });

function parseGuarded(bytes: Uint8Array, caps: XmlLimits): XmlParse {
  const outcome = guarded((box): XmlParse => {
    const parsed = parseIn(box, bytes);
    if ('refusal' in parsed) return parsed;
    const workspace = workspaceIn(box);
    const walk = walkTree(box, rootOf(parsed), caps, workspace.names);
    if ('refusal' in walk) {
      free(parsed);
      return walk;
    }
    return { ok: true, document: createDocument(walk, parsed, bytes, caps) };
  });
  return outcome === 'trap' ? refuse('parser-trap', 'the XML sandbox trapped twice') : outcome;
}

function createDocument(
  root: XmlElement,
  first: Parsed,
  bytes: Uint8Array,
  caps: XmlLimits,
): XmlDocument {
  let parsed: Parsed | undefined = first;
  let disposed = false;
  /** The parsed form, made again when its sandbox died under it. */
  const live = (box: Sandbox): Parsed => {
    if (parsed?.box.isAlive()) return parsed;
    const again = parseIn(box, bytes);
    invariant(!('refusal' in again), 'bytes that parsed once parse again');
    parsed = again;
    return again;
  };
  let places: ((order: number) => Place) | undefined;
  const placeOf = (element: XmlElement): XmlPlace => {
    places ??= scanPlaces(bytes);
    return { path: pathOf(element), ...places(element.order) };
  };
  const toldAt = (
    element: XmlElement,
    { code, message }: { readonly code: number; readonly message: string },
  ): StructureError => {
    const place = placeOf(element);
    return {
      code,
      message,
      place: { ...place, path: place.path + attributeStep(message, element) },
    };
  };
  return {
    root,
    pathOf,
    placeOf,
    validate: (schema) => {
      invariant(!disposed, 'a disposed document is not validated');
      const errors = guarded((box) => {
        const { structureErrorsMax: max } = caps;
        const judge = (it: Parsed) => validateIn(it, schema, max);
        const first = judge(live(box));
        const isWhole = !caps.seeBehindStops || first.length >= max || !first.some(isStop);
        const more = isWhole ? undefined : lookBehind(box, bytes, judge, max);
        return more === undefined
          ? first.map((error) => toldAt(elementOf(box, error.node, root), error))
          : more.map((error) => toldAt(elementAt(root, error.order), error));
      });
      if (errors === 'trap') throw trap();
      return errors;
    },
    canonicalise: (element, how) => {
      invariant(!disposed, 'a disposed document is not canonicalised');
      const canonical = guarded((box) => {
        const parsed = live(box);
        const top = rootOf(parsed);
        const at = (it: XmlElement | undefined) => (it === undefined ? 0 : pointerOf(box, it, top));
        const place = { root: top, apex: at(element), without: at(how.without) };
        const { writer } = workspaceIn(box);
        const scratch = { strings: parsed.strings, writer, bytesMax: canonicalMax(bytes) };
        const form = canonicaliseIn(box, place, how, scratch);
        if (form === undefined) return undefined;
        const { splitText } = form;
        return {
          bytes: form.bytes,
          ...(splitText !== 0 && { splitText: elementOf(box, splitText, root) }),
        };
      });
      if (canonical === 'trap') throw trap();
      return canonical;
    },
    dispose: () => {
      disposed = true;
      if (parsed !== undefined) free(parsed);
      parsed = undefined;
    },
  };
}

/** Every error of a document that has stops, found on a copy; undefined where that would cost too much. */
function lookBehind(
  box: Sandbox,
  bytes: Uint8Array,
  judge: (it: Parsed) => readonly RawError[],
  errorsMax: number,
): readonly FoundError[] | undefined {
  const copy = parseIn(box, bytes);
  invariant(!('refusal' in copy), 'bytes that parsed once parse again');
  const tree = createScratchTree(box, copy.pointer);
  try {
    return roundsFor(tree) === 0
      ? undefined
      : errorsBehindStops(tree, () => judge(copy), errorsMax);
  } finally {
    tree.dispose();
  }
}

/** Escapes and namespaces make a canonical form longer than the document, but not by this much. */
const canonicalMax = ({ byteLength }: Uint8Array): number => 8 * byteLength + 65_536;

function workspaceIn(box: Sandbox): Workspace {
  let workspace = box.state.get(WORKSPACE) as Workspace | undefined;
  if (workspace === undefined) {
    const { raw } = box;
    const utf8 = raw._malloc(8);
    raw.stringToUTF8('UTF-8', utf8, 8);
    workspace = {
      context: 0,
      names: new Map(),
      utf8,
      buffer: 0,
      capacity: 0,
      schemas: new Map(),
      writer: new ByteWriter(),
    };
    box.state.set(WORKSPACE, workspace);
  }
  return workspace;
}
const WORKSPACE = {};

/** Puts the bytes into the input buffer, which is kept between documents. */
function fillBuffer({ raw }: Sandbox, workspace: Workspace, bytes: Uint8Array): void {
  if (workspace.capacity < bytes.length + 1) {
    if (workspace.buffer !== 0) raw._free(workspace.buffer);
    workspace.capacity = Math.max(65_536, bytes.length + 1);
    workspace.buffer = raw._malloc(workspace.capacity);
    if (workspace.buffer === 0) throw new Error('the sandbox is out of memory');
  }
  raw.HEAPU8.set(bytes, workspace.buffer);
  raw.HEAPU8[workspace.buffer + bytes.length] = 0;
}

function parseIn(box: Sandbox, bytes: Uint8Array): Parsed | Refused {
  const { raw } = box;
  const workspace = workspaceIn(box);
  if (workspace.context === 0 || workspace.names.size > NAMES_MAX) {
    if (workspace.context !== 0) raw._xmlFreeParserCtxt(workspace.context);
    workspace.names = new Map();
    workspace.context = raw._xmlNewParserCtxt();
    raw._xmlCtxtSetErrorHandler(workspace.context, box.errorHandler, 0);
  }
  fillBuffer(box, workspace, bytes);
  let pointer = 0;
  const errors = box.collect(PARSE_ERRORS_MAX, () => {
    pointer = raw._xmlCtxtReadMemory(
      workspace.context,
      workspace.buffer,
      bytes.length,
      0,
      workspace.utf8,
      PARSE_OPTIONS,
    );
  });
  const parsed = { pointer, box, strings: new Map() };
  const refused = judgeParse(parsed, errors.filter(isSerious));
  if (refused === undefined) return parsed;
  free(parsed);
  return refused;
}

function judgeParse({ pointer, box }: Parsed, errors: readonly RawError[]): Refused | undefined {
  const [first] = errors;
  if (pointer === 0 || first !== undefined) {
    const detail = first?.message ?? 'the document could not be parsed';
    const bound = BOUNDS.find(([told]) => told.test(detail));
    const refusal = bound === undefined ? 'not-well-formed' : bound[1];
    const place = first === undefined ? {} : { line: first.line, column: first.column };
    return { ...refuse(refusal, detail), ...place };
  }
  if (box.raw._xmlGetIntSubset(pointer) !== 0) {
    return refuse('doctype', 'a document type declaration is not allowed');
  }
  return undefined;
}

const rootOf = ({ box, pointer }: Parsed): number => box.raw._xmlDocGetRootElement(pointer);

function free({ box, pointer }: Parsed): void {
  if (pointer !== 0 && box.isAlive()) box.raw._xmlFreeDoc(pointer);
}

function schemaIn(box: Sandbox, schema: XmlSchema): CompiledSchema {
  const { schemas } = workspaceIn(box);
  let compiled = schemas.get(schema);
  if (compiled === undefined) {
    const source = SOURCES.get(schema);
    invariant(source !== undefined, 'a schema is made by compileSchema or defineSchema');
    compiled = compileIn(box, source);
    schemas.set(schema, compiled);
  }
  return compiled;
}

function validateIn({ box, pointer }: Parsed, schema: XmlSchema, errorsMax: number): RawError[] {
  const { context } = schemaIn(box, schema);
  let outcome = 0;
  const errors = box.collect(errorsMax, () => {
    outcome = box.raw._xmlSchemaValidateDoc(context, pointer);
  });
  if (outcome === SCHEMA_INTERNAL) throw new Error('schema validation failed internally');
  return outcome === 0 ? [] : errors;
}
