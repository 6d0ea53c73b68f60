/** Finds what makes published XSDs unusable, and says how each would be loaded all the same. */
import { createHash } from 'node:crypto';
import { OperationalError } from '@ventanilla/errors';
import type { XmlElement, XmlEngine } from '@ventanilla/xml';
import { attribute } from '../xml-tree.ts';
import { type LintFinding, lintFinding } from './findings.ts';
import { patchSchema, STUB_NAME, STUB_TEXT, withoutProlog } from './patch.ts';
import {
  findAccidentalRanges,
  findAnchors,
  findDeadBranches,
  parsePattern,
  withoutAnchors,
} from './pattern.ts';

export interface LintResult {
  readonly findings: readonly LintFinding[];
  /** How each file loads: as published, with the patches of its findings, or not. */
  readonly loads: ReadonlyMap<string, 'as-published' | 'patched' | 'no'>;
}

const encoder = new TextEncoder();
const baseName = (path: string): string => path.split('/').at(-1) ?? path;
const isRemote = (location: string): boolean => /^[a-z]+:\/\//i.test(location);

/** Name of the nearest type, element or attribute around `element`. */
function whereOf(element: XmlElement): string {
  for (let at: XmlElement | undefined = element; at !== undefined; at = at.parent) {
    const name = attribute(at, 'name');
    if (name !== undefined) return name;
  }
  return element.name;
}

/** A file under the lint, and where its elements stand. */
interface LintedFile {
  readonly file: string;
  readonly lineOf: (element: XmlElement) => number;
}

function lintPattern(element: XmlElement, { file, lineOf }: LintedFile): readonly LintFinding[] {
  const pattern = attribute(element, 'value') ?? '';
  const place = { file, line: lineOf(element), where: whereOf(element) };
  const branches = parsePattern(pattern);
  if (branches === undefined) return [lintFinding('LINT-PATTERN', place, pattern)];
  const findings: LintFinding[] = [];
  const anchors = [...new Set(findAnchors(branches).map(({ from }) => pattern[from]!))];
  if (anchors.length > 0) {
    findings.push(lintFinding('LINT-ANCHOR', place, anchors.join(' '), withoutAnchors(pattern)));
  }
  for (const { range, between } of findAccidentalRanges(branches)) {
    findings.push(lintFinding('LINT-RANGE', place, range, between));
  }
  const facet = element.parent?.children.find(
    ({ name }) => name === 'maxLength' || name === 'length',
  );
  const max = Number(attribute(facet ?? element, 'value'));
  if (facet !== undefined && Number.isInteger(max)) {
    for (const branch of findDeadBranches(branches, max, pattern)) {
      findings.push(lintFinding('LINT-DEAD-BRANCH', place, branch, String(max)));
    }
  }
  return findings;
}

const REFERENCES = ['type', 'base', 'ref', 'itemType', 'refer', 'substitutionGroup'];

function lintPrefixes(
  element: XmlElement,
  { file, lineOf }: LintedFile,
  declared: ReadonlySet<string>,
): readonly LintFinding[] {
  return REFERENCES.flatMap((name) => {
    const [prefix, local] = (attribute(element, name) ?? '').split(':');
    if (prefix === undefined || local === undefined || declared.has(prefix)) return [];
    const place = { file, line: lineOf(element), where: whereOf(element) };
    return [lintFinding('LINT-PREFIX', place, prefix)];
  });
}

const LOADING = ['import', 'include', 'redefine'];

function lintLocation(
  element: XmlElement,
  { file, lineOf }: LintedFile,
  names: ReadonlySet<string>,
): readonly LintFinding[] {
  const location = attribute(element, 'schemaLocation');
  if (!LOADING.includes(element.name) || location === undefined) return [];
  const place = { file, line: lineOf(element), where: element.name };
  const local = names.has(baseName(location)) ? baseName(location) : undefined;
  if (isRemote(location)) {
    return [lintFinding('LINT-NETWORK', place, location, local ?? STUB_NAME)];
  }
  return local === undefined ? [lintFinding('LINT-MISSING', place, location)] : [];
}

const declaredPrefixes = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/xmlns:([^\s=]+)\s*=/g)].map((match) => match[1]!).concat('xml'));

function* elementsOf(root: XmlElement): Generator<XmlElement> {
  const waiting = [root];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    yield at;
    for (let i = at.children.length - 1; i >= 0; i -= 1) waiting.push(at.children[i]!);
  }
}

function lintFile(
  file: string,
  text: string,
  engine: XmlEngine,
  names: ReadonlySet<string>,
): readonly LintFinding[] {
  const parsed = engine.parse(encoder.encode(text));
  if (!parsed.ok) {
    const place = { file, where: '', ...(parsed.line !== undefined && { line: parsed.line }) };
    return [lintFinding('LINT-UNREADABLE', place, `${parsed.refusal}: ${parsed.detail}`)];
  }
  const linted = { file, lineOf: (at: XmlElement) => parsed.document.placeOf(at).line };
  const declared = declaredPrefixes(text);
  const findings = [...elementsOf(parsed.document.root)].flatMap((element) => [
    ...(element.name === 'pattern' ? lintPattern(element, linted) : []),
    ...lintPrefixes(element, linted, declared),
    ...lintLocation(element, linted, names),
  ]);
  parsed.document.dispose();
  return findings;
}

const digestOf = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 12);

/** Files that share a name and not their content: which one a reader gets is chance. */
function lintTwins(files: ReadonlyMap<string, string>): readonly LintFinding[] {
  const byName = Map.groupBy(files, ([path]) => baseName(path));
  return [...byName.values()].flatMap((twins) =>
    new Set(twins.map(([, text]) => digestOf(text))).size < 2
      ? []
      : twins.map(([file, text]) => {
          const others = twins.filter(([, other]) => other !== text).map(([path]) => path);
          const place = { file, where: baseName(file) };
          return lintFinding('LINT-TWIN', place, others.join(', '), digestOf(text));
        }),
  );
}

/** Compiles one file with the others of its folder first, then any of the same name. */
function tryCompile(
  engine: XmlEngine,
  file: string,
  files: ReadonlyMap<string, string>,
  prepare: (text: string) => string,
): string | undefined {
  const folder = file.slice(0, file.length - baseName(file).length);
  const sources = new Map<string, string>([[STUB_NAME, STUB_TEXT]]);
  for (const [path, text] of files) {
    const isNear = path.startsWith(folder);
    if (isNear || !sources.has(baseName(path))) sources.set(baseName(path), prepare(text));
  }
  sources.set(baseName(file), prepare(files.get(file) ?? ''));
  try {
    engine.compileSchema(baseName(file), sources);
    return undefined;
  } catch (error) {
    if (error instanceof OperationalError && error.code === 'schema-unusable') return error.message;
    throw error;
  }
}

/** The files without their prologs, and what those say that matters. */
function readProlog(file: string, published: string) {
  const { text, encoding, hasDoctype } = withoutProlog(published);
  const place = { file, line: 1, where: '' };
  const isForeign = encoding !== undefined && !/^(utf-8|us-ascii)$/i.test(encoding);
  return {
    text,
    findings: [
      ...(isForeign ? [lintFinding('LINT-ENCODING', place, encoding)] : []),
      ...(hasDoctype ? [lintFinding('LINT-DOCTYPE', place, '')] : []),
    ],
  };
}

/** Lints a set of XSDs given by path. Nothing else is read, and nothing is fetched. */
export function lintSchemas(published: ReadonlyMap<string, string>, engine: XmlEngine): LintResult {
  const names = new Set([...published.keys()].map(baseName));
  const findings: LintFinding[] = [...lintTwins(published)];
  const files = new Map<string, string>();
  for (const [file, text] of published) {
    const read = readProlog(file, text);
    files.set(file, read.text);
    findings.push(...read.findings);
  }
  const loads = new Map<string, 'as-published' | 'patched' | 'no'>();
  for (const [file, text] of files) {
    const own = lintFile(file, text, engine, names);
    findings.push(...own);
    const isSound = !own.some(({ severity }) => severity === 'error');
    if (isSound && tryCompile(engine, file, files, (it) => it) === undefined) {
      loads.set(file, 'as-published');
      continue;
    }
    const reason = tryCompile(engine, file, files, (it) => patchSchema(it, names));
    loads.set(file, reason === undefined ? 'patched' : 'no');
    if (reason !== undefined) {
      findings.push(lintFinding('LINT-UNUSABLE', { file, where: '' }, reason));
    }
  }
  return { findings, loads };
}
