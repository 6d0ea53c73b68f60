import { z } from 'zod';

/** Scopes the platform's routes ask for. */
export const SCOPES = [
  'documents:submit',
  'documents:read',
  'documents:search',
  'originals:read',
  'totals:read',
  'audit:read',
  'operate',
] as const;

export const ROLES = ['taxpayer', 'certifier', 'auditor', 'official', 'operator'] as const;

export type Scope = (typeof SCOPES)[number];
export type Role = (typeof ROLES)[number];

/** One client of the embedded issuer: its secret, whom it acts for and the most it may ask for. */
const embeddedClient = z.strictObject({
  client_id: z.string().regex(/^[a-zA-Z0-9._-]{1,64}$/),
  client_secret: z.string().min(16).max(256),
  /** Shown to people only. */
  name: z.string().optional(),
  taxpayer_id: z.string().min(1).max(64).optional(),
  roles: z.array(z.enum(ROLES)).default([]),
  regions: z.array(z.string().min(1)).default([]),
  scopes: z.array(z.enum(SCOPES)).min(1),
});

/** The file that seeds the embedded issuer (written by the CLI, read by identity). */
export const embeddedClientsFile = z
  .strictObject({ clients: z.array(embeddedClient).min(1).max(1_000) })
  .refine(({ clients }) => new Set(clients.map((c) => c.client_id)).size === clients.length, {
    error: 'a client_id is listed twice',
  });

export type EmbeddedClient = z.infer<typeof embeddedClient>;
export type EmbeddedClientsFile = z.infer<typeof embeddedClientsFile>;
