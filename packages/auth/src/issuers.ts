import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';

const client = z.strictObject({
  taxpayerId: z.string().min(1).optional(),
  roles: z.array(z.string()).default([]),
  regions: z.array(z.string()).default([]),
});

/**
 * One issuer whose access tokens are accepted.
 *
 * `embedded` and `keycloak` put our `audience` into `aud`. Cognito has no `aud` in access tokens, so
 * `clients` must list the app clients that are ours; for the other kinds it is optional and narrows.
 * The taxpayer stated there wins over the claim; its roles are added; its regions serve when the token has none.
 */
export const issuerProfile = z
  .strictObject({
    kind: z.enum(['embedded', 'keycloak', 'cognito']),
    /** Exactly as in the `iss` claim. */
    issuer: z.url(),
    jwksUri: z.url().optional(),
    /** Keys given in place of fetching them. */
    jwks: z
      .object({ keys: z.array(z.looseObject({ kty: z.string() })) })
      .transform((keys) => keys as JSONWebKeySet)
      .optional(),
    audience: z.string().min(1).default('ventanilla'),
    clients: z.record(z.string(), client).optional(),
  })
  .refine((profile) => profile.jwksUri !== undefined || profile.jwks !== undefined, {
    error: 'needs jwksUri or jwks',
  })
  .refine((profile) => profile.kind !== 'cognito' || profile.clients !== undefined, {
    error: 'cognito needs clients: its access tokens carry no audience',
  });

export type IssuerProfile = z.infer<typeof issuerProfile>;

/** The setting `AUTH_ISSUERS`: a JSON array of issuer profiles, at least one, each `iss` once. */
export const issuersSetting = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'not JSON' });
      return z.NEVER;
    }
  })
  .pipe(
    z
      .array(issuerProfile)
      .min(1)
      .refine((list) => new Set(list.map(({ issuer }) => issuer)).size === list.length, {
        error: 'an issuer is listed twice',
      }),
  );

/** Names the issuers no production site may trust: the embedded one, and keys fetched over plain http. */
export const issuersUnfitForProduction = (issuers: readonly IssuerProfile[]): readonly string[] =>
  issuers
    .filter(({ kind, jwksUri }) => kind === 'embedded' || jwksUri?.startsWith('http:'))
    .map(({ issuer }) => issuer);
