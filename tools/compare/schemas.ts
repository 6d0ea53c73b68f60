/** Schema verdicts by official XSDs: our engine against libxml2 of the system, error by error. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { OperationalError } from '../../packages/errors/src/index.ts';
import { listFiles, readBytes } from '../../packages/testing/src/corpora.ts';
import { createXmlEngine, type XmlPlace, type XmlSchema } from '../../packages/xml/src/index.ts';
import { xmllint } from './native.ts';

export interface SchemaTally {
  documents: number;
  valid: number;
  invalid: number;
  /** Where the only errors of libxml2 2.9 are of integers longer than it can hold. */
  longIntegers: number;
  readonly unexplained: string[];
}

const engine = createXmlEngine({ structureErrorsMax: 100_000, seeBehindStops: false });
const decode = (file: string): string => new TextDecoder().decode(readBytes(file));

/** The W3C schema that many import by its address on the network. */
const DSIG = 'xmldsig-core-schema.xsd';
const DSIG_URLS = [
  'http://www.w3.org/TR/xmldsig-core/',
  'http://www.w3.org/TR/2002/REC-xmldsig-core-20020212/',
];

interface Candidate {
  readonly file: string;
  readonly schema: XmlSchema;
}

/** Every XSD under a folder by `{namespace}root` that it declares; those that do not compile are left out. */
export class Schemas {
  readonly #byRoot = new Map<string, string[]>();
  readonly #compiled = new Map<string, Candidate | undefined>();
  readonly #sources: Map<string, string>;
  readonly #folder: string;
  readonly #scratch = mkdtempSync(join(tmpdir(), 'compare-'));
  readonly #env: NodeJS.ProcessEnv;

  constructor(folder: string) {
    this.#folder = folder;
    const files = listFiles(folder, '.xsd');
    this.#sources = new Map(files.map((file) => [relative(folder, file), decode(file)]));
    for (const [name, text] of this.#sources) this.#index(name, text);
    this.#env = { ...process.env, XML_CATALOG_FILES: this.#catalog(files) };
  }

  #index(name: string, text: string): void {
    const namespace = /\stargetNamespace\s*=\s*["']([^"']*)/.exec(text)?.[1] ?? '';
    // Declarations at the top stand before any type of the same name; nested ones do no harm.
    for (const [, root] of text.matchAll(/<(?:\w+:)?element\s[^>]*?\bname="([^"]+)"/g)) {
      const key = `{${namespace}}${root}`;
      this.#byRoot.set(key, [...(this.#byRoot.get(key) ?? []), name]);
    }
  }

  #catalog(files: readonly string[]): string {
    const local = files.find((file) => file.endsWith(DSIG));
    const entries = DSIG_URLS.map(
      (url) => `<system systemId="${url}${DSIG}" uri="file://${local}"/>`,
    );
    if (local !== undefined)
      for (const url of DSIG_URLS) this.#sources.set(url + DSIG, decode(local));
    const file = join(this.#scratch, 'catalog.xml');
    const inner = local === undefined ? '' : entries.join('');
    writeFileSync(
      file,
      `<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">${inner}</catalog>`,
    );
    return file;
  }

  /** The first that both can compile. */
  find(namespace: string, name: string): Candidate | undefined {
    for (const entry of this.#byRoot.get(`{${namespace}}${name}`) ?? []) {
      const known = this.#compiled.has(entry) ? this.#compiled.get(entry) : this.#compile(entry);
      if (known !== undefined) return known;
    }
    return undefined;
  }

  #compile(entry: string): Candidate | undefined {
    const file = join(this.#folder, entry);
    let candidate: Candidate | undefined;
    if (!/failed to compile|failed to load/.test(this.natively(file, file).err)) {
      try {
        candidate = { file, schema: engine.compileSchema(entry, this.#sources) };
      } catch (error) {
        if (!(error instanceof OperationalError)) throw error;
      }
    }
    this.#compiled.set(entry, candidate);
    return candidate;
  }

  natively(schema: string, ...documents: readonly string[]) {
    return xmllint(['--noout', '--schema', schema, ...documents], this.#env);
  }

  close(): void {
    rmSync(this.#scratch, { recursive: true });
  }
}

/** What libxml2 says of a document: the line of each error. */
interface Verdict {
  readonly lines: number[];
  hasLongIntegers: boolean;
}
type Verdicts = ReadonlyMap<string, Verdict>;

const ERROR = /^(.*?):(\d+): .*?Schemas validity error : /;
/** 2.9 holds integers of 24 digits; the standard asks for 18, and later versions hold any. */
const LONG_INTEGER = /: '\d{25,}' is not a valid value of the atomic type 'xs:integer'/;
/** libxml2 keeps 16 bits of a line in places; ours counts on. */
const LINES_MAX = 65_535;
const BATCH = 100;

function nativeVerdicts(schemas: Schemas, schema: string, documents: readonly string[]): Verdicts {
  const verdicts = new Map<string, Verdict>(
    documents.map((document) => [document, { lines: [], hasLongIntegers: false }]),
  );
  for (let at = 0; at < documents.length; at += BATCH) {
    const { err } = schemas.natively(schema, ...documents.slice(at, at + BATCH));
    for (const told of err.split('\n')) {
      const [, document = '', line] = ERROR.exec(told) ?? [];
      const verdict = verdicts.get(document);
      if (LONG_INTEGER.test(told) && verdict !== undefined) verdict.hasLongIntegers = true;
      else verdict?.lines.push(Number(line));
    }
  }
  return verdicts;
}

const TAG_END = /^(?:[^"'>]|"[^"]*"|'[^']*')*>/;

/** libxml2 tells the line on which a start tag ends; we tell where it begins. */
function lastLineOf({ line, column }: XmlPlace, lines: readonly string[]): number {
  // A tag of a thousand lines is none that a corpus has.
  const rest = lines.slice(line - 1, line + 1_000).join('\n');
  const from = [...(lines[line - 1] ?? '')].slice(0, column - 1).join('').length;
  const tag = TAG_END.exec(rest.slice(from))?.[0] ?? '';
  return line + tag.split('\n').length - 1;
}

const told = (lines: readonly number[]): string =>
  lines.map((line) => Math.min(line, LINES_MAX)).join(' ');

interface Group {
  readonly schemas: Schemas;
  /** Of our errors, by document. */
  readonly lines: Map<string, readonly number[]>;
}

/** Every document that some schema of the folders declares, by that schema, judged by us. */
function judge(files: readonly string[], folders: readonly Schemas[]): Map<Candidate, Group> {
  const groups = new Map<Candidate, Group>();
  for (const file of files) {
    const bytes = readBytes(file);
    const result = engine.parse(bytes);
    if (!result.ok) continue;
    const { root, validate, dispose } = result.document;
    const lines = new TextDecoder().decode(bytes).split('\n');
    for (const schemas of folders) {
      const found = schemas.find(root.namespace, root.name);
      if (found === undefined) continue;
      const group = groups.get(found) ?? { schemas, lines: new Map() };
      groups.set(found, group);
      group.lines.set(
        file,
        validate(found.schema).map(({ place }) => lastLineOf(place, lines)),
      );
      break;
    }
    dispose();
  }
  return groups;
}

export function tallySchemas(files: readonly string[], folders: readonly Schemas[]): SchemaTally {
  const tally: SchemaTally = {
    documents: 0,
    valid: 0,
    invalid: 0,
    longIntegers: 0,
    unexplained: [],
  };
  for (const [{ file: schema }, { schemas, lines }] of judge(files, folders)) {
    const native = nativeVerdicts(schemas, schema, [...lines.keys()]);
    for (const [file, ours] of lines) {
      const { lines: theirs, hasLongIntegers } = native.get(file)!;
      tally.documents += 1;
      if (told(ours) !== told(theirs)) {
        tally.unexplained.push(`${file} by ${schema}: ${told(ours)} / ${told(theirs)}`);
      } else if (hasLongIntegers) tally.longIntegers += 1;
      else if (ours.length === 0) tally.valid += 1;
      else tally.invalid += 1;
    }
  }
  return tally;
}
