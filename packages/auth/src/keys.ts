import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import type { IssuerProfile } from './issuers.ts';

const COOLDOWN_MS = 30_000;
const FRESH_MS = 600_000;
const TIMEOUT_MS = 5_000;
/** How long keys once fetched still serve while their issuer cannot be reached. */
const STALE_MS = 3_600_000;

/** Thrown when the keys of an issuer cannot be had at all. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

/**
 * Finds the key of a token: fetched once, refetched when old or when a key id is new (at most once in
 * 30 s, so tokens with made-up key ids cannot flood the issuer). Throws KeysUnavailable.
 */
export function keysOf(profile: IssuerProfile, now: () => number): JWTVerifyGetKey {
  if (profile.jwks !== undefined) return createLocalJWKSet(profile.jwks);
  const remote = createRemoteJWKSet(new URL(profile.jwksUri ?? profile.issuer), {
    cooldownDuration: COOLDOWN_MS,
    cacheMaxAge: FRESH_MS,
    timeoutDuration: TIMEOUT_MS,
  });
  let lastGoodMs = Number.NEGATIVE_INFINITY;
  return async (header, token) => {
    try {
      const key = await remote(header, token);
      lastGoodMs = now();
      return key;
    } catch (cause) {
      if (isAboutTheToken(cause)) throw cause;
      const stale = remote.jwks();
      if (stale !== undefined && now() - lastGoodMs < STALE_MS) {
        return createLocalJWKSet(stale)(header, token);
      }
      throw new KeysUnavailable('the keys of the issuer cannot be fetched', { cause });
    }
  };
}

const isAboutTheToken = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;
