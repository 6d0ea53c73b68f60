/** Compiling XSDs inside a sandbox from texts alone: nothing is ever read from disk or network. */
import { OperationalError } from '@ventanilla/errors';
import type { RawError, Sandbox } from './sandbox.ts';
import { isSerious } from './sandbox.ts';
import { withBytes, withCString } from './wasm-strings.ts';

export interface SchemaSource {
  readonly entry: string;
  readonly sources: () => ReadonlyMap<string, string>;
}

/** Pointers of a schema compiled in one sandbox. */
export interface CompiledSchema {
  readonly context: number;
}

const PARSE_OPTIONS = 2048 + 64 + 8388608; // NONET, NOWARNING, NO_XXE
const ERRORS_MAX = 20;

const compileError = (entry: string, errors: readonly RawError[]): OperationalError =>
  new OperationalError(
    'schema-unusable',
    `schema ${entry} does not compile: ${errors.map(({ line, message }) => `${line}: ${message}`).join('; ')}`,
    { retryable: false },
  );

/** Compiles once per sandbox; throws OperationalError `schema-unusable` when the sources are wrong. */
export function compileIn(box: Sandbox, { entry, sources }: SchemaSource): CompiledSchema {
  const { raw } = box;
  const texts = sources();
  const text = texts.get(entry);
  if (text === undefined) throw compileError(entry, []);
  let context = 0;
  const errors = box.collect(ERRORS_MAX, () => {
    const parser = raw._xmlNewParserCtxt();
    raw._xmlCtxtSetErrorHandler(parser, box.errorHandler, 0);
    const document = withBytes(raw, new TextEncoder().encode(text), (buffer, length) =>
      withCString(raw, entry, (url) =>
        raw._xmlCtxtReadMemory(parser, buffer, length, url, 0, PARSE_OPTIONS),
      ),
    );
    raw._xmlFreeParserCtxt(parser);
    if (document === 0) return;
    const remove = provideSources(box, texts);
    const schemaParser = raw._xmlSchemaNewDocParserCtxt(document);
    raw._xmlSchemaSetParserStructuredErrors(schemaParser, box.errorHandler, 0);
    const schema = raw._xmlSchemaParse(schemaParser);
    raw._xmlSchemaFreeParserCtxt(schemaParser);
    remove();
    raw._xmlFreeDoc(document);
    if (schema !== 0) context = raw._xmlSchemaNewValidCtxt(schema);
  });
  const serious = errors.filter(isSerious);
  if (context === 0 || serious.length > 0) throw compileError(entry, serious);
  raw._xmlSchemaSetValidStructuredErrors(context, box.errorHandler, 0);
  return { context };
}

/** Lets libxml2 open exactly `sources`, by name, until the returned function is called. */
function provideSources({ raw }: Sandbox, sources: ReadonlyMap<string, string>): () => void {
  const open = new Map<number, { readonly bytes: Uint8Array; at: number }>();
  let handles = 0;
  const find = (name: number): string | undefined => sources.get(normalise(raw.UTF8ToString(name)));
  const functions = [
    raw.addFunction((name: number) => (find(name) === undefined ? 0 : 1), 'ii'),
    raw.addFunction((name: number) => {
      const text = find(name);
      if (text === undefined) return 0;
      handles += 1;
      open.set(handles, { bytes: new TextEncoder().encode(text), at: 0 });
      return handles;
    }, 'ii'),
    raw.addFunction((handle: number, buffer: number, length: number) => {
      const file = open.get(handle);
      if (file === undefined) return -1;
      const part = file.bytes.subarray(file.at, file.at + length);
      raw.HEAPU8.set(part, buffer);
      file.at += part.length;
      return part.length;
    }, 'iiii'),
    raw.addFunction((handle: number) => (open.delete(handle) ? 0 : -1), 'ii'),
  ] as const;
  raw._xmlRegisterInputCallbacks(functions[0], functions[1], functions[2], functions[3]);
  return () => {
    raw._xmlCleanupInputCallbacks();
    for (const pointer of functions) raw.removeFunction(pointer);
  };
}

/** `a/../b.xsd` and `./b.xsd` are `b.xsd`. */
function normalise(name: string): string {
  const parts: string[] = [];
  for (const part of name.split('/')) {
    if (part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
