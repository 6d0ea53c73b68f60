/** The ledger's own rules: what only the sum of all accepted documents can tell. Codes are stable for ever. */
import { createFault, type FaultText } from './fault.ts';
import type { Fault } from './report.ts';

export const LEDGER = {
  'VEN-LED-001': {
    code: 'VEN-LED-001',
    severity: 'fatal',
    message: {
      es: 'La clave {actual} ya pertenece a otro documento aceptado: {expected}.',
      en: 'The key {actual} already belongs to another accepted document: {expected}.',
    },
    hint: {
      es: 'Si es una factura nueva, asígnele otro número. Si reenvía la misma, envíe los mismos bytes.',
      en: 'If this is a new invoice, give it another number. To send the same one again, send the same bytes.',
    },
  },
  'VEN-LED-002': {
    code: 'VEN-LED-002',
    severity: 'fatal',
    message: {
      es: 'El documento de origen {expected} no está registrado.',
      en: 'The document it refers to, {expected}, is not registered.',
    },
    hint: {
      es: 'Corrija la referencia, o envíe primero el documento de origen y reenvíe este.',
      en: 'Correct the reference, or send the document it refers to first and then this one again.',
    },
  },
  'VEN-LED-003': {
    code: 'VEN-LED-003',
    severity: 'fatal',
    message: {
      es: 'El documento de origen dice {expected} donde este dice {actual}.',
      en: 'The document it refers to says {expected} where this one says {actual}.',
    },
    hint: {
      es: 'Emisor, receptor, moneda y fecha de origen deben coincidir con los del documento de origen.',
      en: 'Issuer, buyer, currency and stated date must agree with the document it refers to.',
    },
  },
  'VEN-LED-004': {
    code: 'VEN-LED-004',
    severity: 'fatal',
    message: {
      es: 'El documento de origen {expected} está anulado.',
      en: 'The document it refers to, {expected}, is annulled.',
    },
    hint: {
      es: 'Un documento anulado ya no admite notas.',
      en: 'An annulled document can no longer be corrected by notes.',
    },
  },
  'VEN-LED-005': {
    code: 'VEN-LED-005',
    severity: 'fatal',
    message: {
      es: 'La nota acredita {actual}, pero al documento de origen solo le quedan {expected}.',
      en: 'The note credits {actual}, but only {expected} is left of the document it refers to.',
    },
    hint: {
      es: 'La suma de las notas de crédito no puede pasar del total del documento de origen.',
      en: 'Credit notes together cannot exceed the total of the document they refer to.',
    },
  },
  'VEN-LED-006': {
    code: 'VEN-LED-006',
    severity: 'fatal',
    message: {
      es: 'El documento {expected} ya fue anulado por {actual}.',
      en: 'The document {expected} was already annulled by {actual}.',
    },
    hint: {
      es: 'No hace falta anularlo otra vez.',
      en: 'There is no need to annul it again.',
    },
  },
  'VEN-LED-007': {
    code: 'VEN-LED-007',
    severity: 'fatal',
    message: {
      es: 'El documento {expected} tiene {actual} notas vigentes que dependen de él.',
      en: 'The document {expected} has {actual} live notes that depend on it.',
    },
    hint: {
      es: 'Anule primero las notas de crédito y de débito que se refieren a él.',
      en: 'Annul the credit and debit notes that refer to it first.',
    },
  },
  'VEN-LED-008': {
    code: 'VEN-LED-008',
    severity: 'fatal',
    message: {
      es: 'Un documento de la clase {actual} no admite esta operación; se espera {expected}.',
      en: 'A document of class {actual} does not allow this; {expected} is expected.',
    },
    hint: {
      es: 'Las notas corrigen facturas y notas de débito; una anulación no puede anularse.',
      en: 'Notes correct invoices and debit notes; an annulment cannot be annulled.',
    },
  },
  'VEN-LED-010': {
    code: 'VEN-LED-010',
    severity: 'warning',
    message: {
      es: 'El documento de origen {expected} no está registrado; se acepta sin comprobar su saldo.',
      en: 'The document it refers to, {expected}, is not registered; accepted without checking its balance.',
    },
    hint: {
      es: 'Revise la referencia si el documento de origen fue emitido en esta plataforma.',
      en: 'Check the reference if the original was issued on this platform.',
    },
  },
} as const satisfies Readonly<Record<string, FaultText>>;

export type LedgerCode = keyof typeof LEDGER;

/** A fault of the ledger stage; it is about the document as a whole. */
export const ledgerFault = (code: LedgerCode, expected: string, actual: string): Fault =>
  createFault(LEDGER[code], 'ledger', { path: '' }, { expected, actual });
