/** What is hashed of a line of the audit trail for its log. */
import { canonicalJson } from './canonical.ts';
import { leafHash } from './merkle.ts';

/** Who did what, when and why; null where it does not apply. */
export interface AuditRecord {
  /** Random, so that a line cannot be guessed from its hash. */
  readonly nonce: string;
  readonly at: string;
  readonly clientId: string;
  readonly taxpayerId: string | null;
  readonly roles: readonly string[];
  readonly action: string;
  readonly documentId: string | null;
  readonly purpose: string | null;
  readonly details: unknown;
}

/** The leaf of a line: over a line naming the form, then the record as canonical JSON (RFC 8785). */
export const auditLeaf = (record: AuditRecord): Uint8Array =>
  leafHash(Buffer.from(`ventanilla/audit-record/v1\n${canonicalJson(record)}\n`));

/** Name of the log of the audit trail, and of the key when it signs that log. */
export const auditOrigin = (origin: string): string => `${origin}/audit`;
