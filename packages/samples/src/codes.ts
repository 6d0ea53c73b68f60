/** Codes of the platform itself, as the validator and the ledger name them; national codes stand beside their faults. */
export const CODES = {
  encoding: 'VEN-ADM-001',
  doctype: 'VEN-ADM-002',
  notWellFormed: 'VEN-ADM-003',
  unknownFormat: 'VEN-ADM-007',
  jsonSyntax: 'VEN-ADM-011',
  jsonDuplicateKey: 'VEN-ADM-012',
  jsonLoneSurrogate: 'VEN-ADM-013',
  structureElement: 'VEN-STR-001',
  structureValue: 'VEN-STR-003',
  unknownIssuer: 'VEN-REG-001',
  inactiveIssuer: 'VEN-REG-002',
  duplicateKey: 'VEN-LED-DUPLICATE-KEY',
  originUnknown: 'VEN-LED-ORIGIN-UNKNOWN',
  originBalance: 'VEN-LED-ORIGIN-BALANCE',
  originAnnulled: 'VEN-LED-ORIGIN-ANNULLED',
} as const;
