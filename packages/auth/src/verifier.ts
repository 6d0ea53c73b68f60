import { decodeJwt, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { type ClaimFault, readClaims } from './claims.ts';
import type { IssuerProfile } from './issuers.ts';
import { KeysUnavailable, keysOf } from './keys.ts';
import type { Principal } from './principal.ts';
import { createTokenCache } from './token-cache.ts';

/** Why a token is refused; each is a code of the problem catalogue. */
export type TokenFault =
  | ClaimFault
  | 'token-missing'
  | 'token-malformed'
  | 'token-foreign'
  | 'token-signature-invalid'
  | 'token-expired'
  | 'token-not-yet-valid'
  | 'token-issuer-unavailable';

export type Verification =
  | { readonly ok: true; readonly principal: Principal }
  | { readonly ok: false; readonly code: TokenFault };

export interface Verifier {
  /** Judges an `Authorization` header; never throws for what a caller sent. */
  readonly verify: (authorization: string | undefined) => Promise<Verification>;
}

export interface VerifierOptions {
  readonly issuers: readonly IssuerProfile[];
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
  readonly cacheEntriesMax?: number;
}

/** Asymmetric only: a shared secret or `none` would let the holder of a public key forge tokens. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256'];
const ALGORITHMS_EMBEDDED = [...ALGORITHMS, 'EdDSA', 'Ed25519'];
/** Clocks of issuer and verifier differ by less. */
const SKEW_S = 5;
const TOKEN_LENGTH_MAX = 8_192;
const CACHE_ENTRIES = 10_000;

interface Issuer {
  readonly profile: IssuerProfile;
  readonly keys: JWTVerifyGetKey;
}

/** One verifier for every issuer a site trusts; a token is verified once and remembered until it expires. */
export function createVerifier({
  issuers: profiles,
  clock = Date.now,
  cacheEntriesMax = CACHE_ENTRIES,
}: VerifierOptions): Verifier {
  const issuers = new Map<string, Issuer>(
    profiles.map((profile) => [profile.issuer, { profile, keys: keysOf(profile, clock) }]),
  );
  const cache = createTokenCache(cacheEntriesMax);

  return {
    async verify(authorization) {
      const token = bearerOf(authorization);
      if (token === undefined) return refused('token-missing');
      if (token.length > TOKEN_LENGTH_MAX) return refused('token-malformed');
      const nowMs = clock();
      const known = cache.find(token, nowMs);
      if (known !== undefined) return { ok: true, principal: known };
      const issuer = issuerOf(token, issuers);
      if (typeof issuer === 'string') return refused(issuer);
      const verified = await verifyOnce(token, issuer, nowMs);
      if (verified.ok) cache.keep(token, verified.principal, verified.untilMs);
      return verified.ok ? { ok: true, principal: verified.principal } : verified;
    },
  };
}

const refused = (code: TokenFault) => ({ ok: false, code }) as const;

function bearerOf(authorization: string | undefined): string | undefined {
  if (authorization === undefined || authorization.slice(0, 7).toLowerCase() !== 'bearer ') {
    return undefined;
  }
  return authorization.slice(7).trim() || undefined;
}

/** Reads `iss` before anything is verified, only to choose whose keys and rules then decide. */
function issuerOf(token: string, issuers: ReadonlyMap<string, Issuer>): Issuer | TokenFault {
  try {
    return issuers.get(decodeJwt(token).iss ?? '') ?? 'token-foreign';
  } catch {
    return 'token-malformed';
  }
}

async function verifyOnce(token: string, { profile, keys }: Issuer, nowMs: number) {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      issuer: profile.issuer,
      algorithms: profile.kind === 'embedded' ? ALGORITHMS_EMBEDDED : ALGORITHMS,
      requiredClaims: ['exp'],
      clockTolerance: SKEW_S,
      currentDate: new Date(nowMs),
    });
    const reading = readClaims(payload, protectedHeader, profile);
    return reading.ok ? { ...reading, untilMs: ((payload.exp ?? 0) + SKEW_S) * 1_000 } : reading;
  } catch (error) {
    return refused(faultOf(error));
  }
}

function faultOf(error: unknown): TokenFault {
  if (error instanceof KeysUnavailable) return 'token-issuer-unavailable';
  if (error instanceof errors.JWTExpired) return 'token-expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'nbf' || error.claim === 'iat') return 'token-not-yet-valid';
    return 'token-incomplete';
  }
  if (
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSEAlgNotAllowed ||
    error instanceof errors.JOSENotSupported
  ) {
    return 'token-signature-invalid';
  }
  if (error instanceof errors.JOSEError) return 'token-malformed';
  // An unfit key (a TypeError of jose) is still the token's fault: it chose the key by its `kid`.
  return 'token-signature-invalid';
}
