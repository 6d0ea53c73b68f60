/** What the linter says; codes are stable for ever. */
import type { Text } from '@ventanilla/rules';

export type LintSeverity = 'error' | 'warning';

interface FindingKind {
  readonly severity: LintSeverity;
  readonly message: Text;
  /** How such a file is loaded all the same. */
  readonly patch: Text;
}

export const LINT = {
  'LINT-ANCHOR': {
    severity: 'error',
    message: {
      es: 'El patrón usa {actual} como ancla; en XSD es un carácter que el valor debe contener',
      en: 'The pattern uses {actual} as an anchor; in XSD it is a character that the value must hold',
    },
    patch: {
      es: 'Se carga con el patrón {expected}',
      en: 'Loaded with the pattern {expected}',
    },
  },
  'LINT-RANGE': {
    severity: 'warning',
    message: {
      es: 'La clase contiene el rango {actual}, que también admite {expected}',
      en: 'The class holds the range {actual}, which lets in {expected} too',
    },
    patch: {
      es: 'Se carga como está: admite de más, no de menos',
      en: 'Loaded as it is: it lets in too much, not too little',
    },
  },
  'LINT-DEAD-BRANCH': {
    severity: 'warning',
    message: {
      es: 'La rama {actual} no puede coincidir nunca: el tipo admite {expected} caracteres',
      en: 'The branch {actual} can never match: the type allows {expected} characters',
    },
    patch: { es: 'Se carga como está', en: 'Loaded as it is' },
  },
  'LINT-PATTERN': {
    severity: 'warning',
    message: {
      es: 'El patrón no se entiende: {actual}',
      en: 'The pattern is not understood: {actual}',
    },
    patch: { es: 'Se carga como está', en: 'Loaded as it is' },
  },
  'LINT-PREFIX': {
    severity: 'error',
    message: {
      es: 'El prefijo {actual} no está declarado',
      en: 'The prefix {actual} is not declared',
    },
    patch: {
      es: 'Se carga con el prefijo en el espacio de nombres del propio esquema',
      en: "Loaded with the prefix bound to the schema's own namespace",
    },
  },
  'LINT-NETWORK': {
    severity: 'error',
    message: {
      es: 'Se importa desde la red: {actual}',
      en: 'Imported from the network: {actual}',
    },
    patch: {
      es: 'Se carga el archivo local {expected}',
      en: 'The local file {expected} is loaded',
    },
  },
  'LINT-MISSING': {
    severity: 'error',
    message: {
      es: 'Falta el archivo que se importa: {actual}',
      en: 'The file that is imported is missing: {actual}',
    },
    patch: {
      es: 'Se carga sin él, con contenido libre en su lugar si es una firma',
      en: 'Loaded without it, with free content in its place if it is a signature',
    },
  },
  'LINT-TWIN': {
    severity: 'warning',
    message: {
      es: 'Otro archivo tiene el mismo nombre y otro contenido: {actual}',
      en: 'Another file has the same name and other content: {actual}',
    },
    patch: {
      es: 'Cada uno se nombra por el resumen de su contenido: {expected}',
      en: 'Each is named by the digest of its content: {expected}',
    },
  },
  'LINT-ENCODING': {
    severity: 'warning',
    message: {
      es: 'El archivo declara la codificación {actual}',
      en: 'The file declares the encoding {actual}',
    },
    patch: { es: 'Se carga convertido a UTF-8', en: 'Loaded after conversion to UTF-8' },
  },
  'LINT-DOCTYPE': {
    severity: 'warning',
    message: {
      es: 'El archivo tiene una declaración DOCTYPE',
      en: 'The file has a DOCTYPE declaration',
    },
    patch: { es: 'Se carga sin ella', en: 'Loaded without it' },
  },
  'LINT-UNREADABLE': {
    severity: 'error',
    message: { es: 'No se puede leer: {actual}', en: 'It cannot be read: {actual}' },
    patch: { es: 'No se carga', en: 'Not loaded' },
  },
  'LINT-UNUSABLE': {
    severity: 'error',
    message: {
      es: 'No compila ni con los parches: {actual}',
      en: 'It does not compile even with the patches: {actual}',
    },
    patch: { es: 'No se carga', en: 'Not loaded' },
  },
} as const satisfies Record<string, FindingKind>;

export type LintCode = keyof typeof LINT;

export interface LintFinding {
  readonly code: LintCode;
  readonly severity: LintSeverity;
  readonly file: string;
  readonly line?: number;
  /** The type or element it is in. */
  readonly where: string;
  readonly message: Text;
  readonly patch: Text;
}

const fill = ({ es, en }: Text, expected: string, actual: string): Text => {
  const replace = (text: string) =>
    text.replace('{expected}', () => expected).replace('{actual}', () => actual);
  return { es: replace(es), en: replace(en) };
};

export function lintFinding(
  code: LintCode,
  place: { readonly file: string; readonly line?: number; readonly where: string },
  actual: string,
  expected = '—',
): LintFinding {
  const { severity, message, patch } = LINT[code];
  return {
    code,
    severity,
    ...place,
    message: fill(message, expected, actual),
    patch: fill(patch, expected, actual),
  };
}
