import type { Scope } from './clients-file.ts';

/** Who calls, the same for every issuer. */
export interface Principal {
  readonly subject: string;
  readonly clientId: string;
  /** Absent for those who act for no taxpayer: auditors, officials, operators. */
  readonly taxpayerId: string | undefined;
  /** certifier: acts for the taxpayers that mandated it. */
  readonly kind: 'taxpayer' | 'certifier';
  readonly scopes: ReadonlySet<string>;
  readonly roles: ReadonlySet<string>;
  /** The regions an auditor or official may see; `*` is the whole country, none is nothing. */
  readonly regions: readonly string[];
}

/** `scope-missing` unless the token carries `scope`: issuers may drop scopes silently, so every route asks. */
export const requireScope = (principal: Principal, scope: Scope): 'scope-missing' | undefined =>
  principal.scopes.has(scope) ? undefined : 'scope-missing';
