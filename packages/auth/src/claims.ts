/** Reading the claims of one issuer kind: is this an access token for us, and whose. Pure. */
import type { JWTPayload, ProtectedHeaderParameters } from 'jose';
import type { IssuerProfile } from './issuers.ts';
import type { Principal } from './principal.ts';

export type ClaimFault = 'token-kind-wrong' | 'token-audience-wrong' | 'token-incomplete';

type Reading =
  | { readonly ok: true; readonly principal: Principal }
  | { readonly ok: false; readonly code: ClaimFault };

/** The principal of a token whose signature, issuer and times already hold. */
export function readClaims(
  payload: JWTPayload,
  header: ProtectedHeaderParameters,
  profile: IssuerProfile,
): Reading {
  if (!isAccessToken(payload, header, profile)) return { ok: false, code: 'token-kind-wrong' };
  const clientId = text(payload.client_id) ?? text(payload.azp);
  const subject = text(payload.sub) ?? clientId;
  if (clientId === undefined || subject === undefined) {
    return { ok: false, code: 'token-incomplete' };
  }
  const known = profile.clients;
  if (known !== undefined && !Object.hasOwn(known, clientId)) {
    return { ok: false, code: 'token-audience-wrong' };
  }
  if (profile.kind !== 'cognito' && !includesAudience(payload.aud, profile.audience)) {
    return { ok: false, code: 'token-audience-wrong' };
  }
  const client = known?.[clientId];
  const roles = new Set([...rolesOf(payload, profile), ...(client?.roles ?? [])]);
  const regions = texts(payload.regions);
  return {
    ok: true,
    principal: {
      subject,
      clientId,
      taxpayerId: client?.taxpayerId ?? taxpayerOf(payload),
      kind: roles.has('certifier') ? 'certifier' : 'taxpayer',
      scopes: scopesOf(payload, profile),
      roles,
      regions: regions.length > 0 ? regions : (client?.regions ?? []),
    },
  };
}

/** Each issuer marks access tokens its own way; without the mark an ID token would pass. */
function isAccessToken(
  payload: JWTPayload,
  header: ProtectedHeaderParameters,
  { kind }: IssuerProfile,
): boolean {
  const type = header.typ?.toLowerCase();
  const marked = type === 'at+jwt' || type === 'application/at+jwt';
  if (kind === 'embedded') return marked;
  if (kind === 'keycloak') {
    return payload.typ === 'Bearer' || (marked && payload.typ === undefined);
  }
  return payload.token_use === 'access';
}

const includesAudience = (aud: unknown, audience: string): boolean =>
  aud === audience || (Array.isArray(aud) && aud.includes(audience));

function rolesOf(payload: JWTPayload, { kind }: IssuerProfile): readonly string[] {
  if (kind === 'embedded') return texts(payload.roles);
  if (kind === 'cognito') return texts(payload['cognito:groups']);
  const realm = payload.realm_access;
  const fromRealm =
    typeof realm === 'object' && realm !== null ? texts((realm as { roles?: unknown }).roles) : [];
  return fromRealm.length > 0 ? fromRealm : texts(payload.groups);
}

const taxpayerOf = (payload: JWTPayload): string | undefined =>
  text(payload.taxpayer_id) ?? text(payload['custom:taxpayer_id']);

/** Cognito prefixes custom scopes with the resource server: `ventanilla/documents:submit`. */
function scopesOf(payload: JWTPayload, { kind, audience }: IssuerProfile): ReadonlySet<string> {
  const words = (text(payload.scope) ?? '').split(' ').filter((word) => word !== '');
  if (kind !== 'cognito') return new Set(words);
  const prefix = `${audience}/`;
  return new Set(words.filter((w) => w.startsWith(prefix)).map((w) => w.slice(prefix.length)));
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
