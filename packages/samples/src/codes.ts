/** Codes of the platform itself, as the validator and the ledger name them; national codes stand beside their faults. */
export const CODES = {
  encoding: 'VEN-XML-ENCODING',
  doctype: 'VEN-XML-DOCTYPE',
  notWellFormed: 'VEN-XML-NOT-WELL-FORMED',
  unknownFormat: 'VEN-FORMAT-UNKNOWN',
  jsonSyntax: 'VEN-JSON-SYNTAX',
  jsonDuplicateKey: 'VEN-JSON-DUPLICATE-KEY',
  jsonLoneSurrogate: 'VEN-JSON-LONE-SURROGATE',
  xmlSchema: 'VEN-XML-SCHEMA',
  jsonSchema: 'VEN-JSON-SCHEMA',
  unknownIssuer: 'VEN-REG-ISSUER-UNKNOWN',
  inactiveIssuer: 'VEN-REG-ISSUER-INACTIVE',
  duplicateKey: 'VEN-LED-DUPLICATE-KEY',
  originUnknown: 'VEN-LED-ORIGIN-UNKNOWN',
  originBalance: 'VEN-LED-ORIGIN-BALANCE',
  originAnnulled: 'VEN-LED-ORIGIN-ANNULLED',
} as const;
