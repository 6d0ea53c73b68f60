/** The declared patches under which published XSDs load: each undoes one finding, none adds a rule. */
import { withoutAnchors } from './pattern.ts';

/** Stands for a signature schema that is missing or only on the network. */
export const STUB_NAME = 'ventanilla-signature-stub.xsd';
export const STUB_TEXT = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/2000/09/xmldsig#"><xs:element name="Signature" type="xs:anyType"/></xs:schema>`;
const SIGNATURE_NAMESPACE = 'http://www.w3.org/2000/09/xmldsig#';

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
};
const decode = (text: string): string =>
  text.replace(/&(?:amp|lt|gt|quot|apos);/g, (entity) => ENTITIES[entity] ?? entity);
const encode = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const patchPatterns = (text: string): string =>
  text.replace(
    /(<(?:[\w.-]+:)?pattern\b[^>]*?\bvalue\s*=\s*)"([^"]*)"/g,
    (_, start: string, value: string) => {
      const pattern = decode(value);
      const patched = withoutAnchors(pattern);
      return `${start}"${patched === pattern ? value : encode(patched)}"`;
    },
  );

const LOADING = /<(?:[\w.-]+:)?(?:import|include|redefine)\b[^>]*?\/>/g;

/** Points every import at a local file, at the stub for signatures, or leaves it out. */
const patchLocations = (text: string, names: ReadonlySet<string>): string =>
  text.replace(LOADING, (tag) => {
    const location = /schemaLocation\s*=\s*"([^"]*)"/.exec(tag)?.[1];
    if (location === undefined) return tag;
    const name = location.split('/').at(-1) ?? '';
    if (names.has(name)) return tag.replace(location, name);
    return tag.includes(SIGNATURE_NAMESPACE) ? tag.replace(location, STUB_NAME) : '';
  });

/** Binds prefixes that are used and never declared to the schema's own namespace. */
function patchPrefixes(text: string): string {
  const declared = new Set([...text.matchAll(/xmlns:([^\s=]+)\s*=/g)].map((match) => match[1]!));
  const used = [...text.matchAll(/\b(?:type|base|ref)\s*=\s*"([\w.-]+):/g)].map(
    (match) => match[1]!,
  );
  const missing = [...new Set(used)].filter((prefix) => !declared.has(prefix) && prefix !== 'xml');
  const own = /targetNamespace\s*=\s*"([^"]*)"/.exec(text)?.[1];
  if (missing.length === 0 || own === undefined) return text;
  const declarations = missing.map((prefix) => ` xmlns:${prefix}="${own}"`).join('');
  return text.replace(/<((?:[\w.-]+:)?schema)\b/, `<$1${declarations}`);
}

/** As many line ends as before, so that lines stay where they were. */
const blank = (text: string): string => text.replace(/[^\n]/g, '');
const DECLARATION = /^\uFEFF?<\?xml\b[^>]*\?>/;
const DOCTYPE = /<!DOCTYPE[^[>]*(?:\[[\s\S]*?\]\s*)?>/;

/** What a file says of itself before its root, and the text without it. */
export function withoutProlog(text: string): {
  readonly text: string;
  readonly encoding: string | undefined;
  readonly hasDoctype: boolean;
} {
  const declaration = DECLARATION.exec(text)?.[0] ?? '';
  return {
    text: text.replace(DECLARATION, blank).replace(DOCTYPE, blank),
    encoding: /encoding\s*=\s*["']([^"']+)["']/.exec(declaration)?.[1],
    hasDoctype: DOCTYPE.test(text),
  };
}

/** The text under which a published schema is loaded; unchanged when there is nothing to undo. */
export const patchSchema = (text: string, names: ReadonlySet<string>): string =>
  patchPrefixes(patchLocations(patchPatterns(text), names));
