/** From who holds the token to what row-level security is told. */
import type { Principal } from '@ventanilla/auth';
import type { Reader } from '@ventanilla/database/reads';

/** The region that stands for the country; a claim that names no region reaches nothing. */
const COUNTRY = '*';
/** Roles that read documents of others. Operators do not: they see figures of the platform only. */
const STAFF = ['auditor', 'official'] as const;

/** undefined for a token that acts for no taxpayer and holds no reading role. */
export function readerOf(
  principal: Pick<Principal, 'clientId' | 'taxpayerId' | 'roles' | 'regions'>,
): Reader | undefined {
  const { clientId, taxpayerId, regions } = principal;
  const roles = [...principal.roles];
  if (STAFF.some((role) => principal.roles.has(role))) {
    if (regions.includes(COUNTRY)) return { scope: { scope: 'all' }, clientId, roles };
    return { scope: { scope: 'regions', regions }, clientId, roles };
  }
  if (!taxpayerId) return undefined;
  return { scope: { scope: 'taxpayer', taxpayerId }, clientId, roles };
}

/** Of the audit trail: operators watch over it too, without reach to any document. */
export function auditReaderOf(principal: Parameters<typeof readerOf>[0]): Reader | undefined {
  if (!principal.roles.has('operator')) return readerOf(principal);
  const { clientId, roles } = principal;
  return { scope: { scope: 'audit' }, clientId, roles: [...roles] };
}

export const isStaff = ({ scope }: Reader): boolean => scope.scope !== 'taxpayer';
