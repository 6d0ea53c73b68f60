import { issuersSetting } from '@ventanilla/auth';
import {
  databaseSettings,
  encryptionSettings,
  objectsSettings,
  signingSettings,
  streamSettings,
} from '@ventanilla/backends';
import { z } from 'zod';
import { APPEND_TIMEOUT_MS } from './core/completeness.ts';

export const settings = {
  ...databaseSettings,
  ...streamSettings,
  ...objectsSettings,
  ...encryptionSettings,
  ...signingSettings,
  HTTP_HOST: z.string().default('127.0.0.1').describe('Address of the API'),
  HTTP_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8081)
    .describe('Port of the API; 0 takes a free one'),
  AUTH_ISSUERS: issuersSetting.describe('JSON array of the token issuers that are trusted'),
  TRUST_PROXY_HOPS: z.coerce
    .number()
    .int()
    .min(0)
    .max(10)
    .default(0)
    .describe('Proxies in front whose X-Forwarded-For is believed; reception is one'),
  APPEND_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(1)
    .default(APPEND_TIMEOUT_MS)
    .describe('The same as reception’s: taken off the completeness mark'),
  PUBLISHED_KEYS_FILE: z
    .string()
    .optional()
    .describe('More public keys for keys.json, such as those no longer in use'),
  LOG_ENTRIES_PUBLIC: z
    .stringbool()
    .default(false)
    .describe(
      'Anybody may read the entries of the log, which name issuers and numbers; else auditors and officials of the whole country',
    ),
  PUBLIC_CHECKS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(1)
    .default(30)
    .describe('Public checks a minute and client address'),
  WAIT_INTERVAL_MS: z.coerce
    .number()
    .int()
    .min(5)
    .max(1_000)
    .default(40)
    .describe('How often the store is asked while requests are held by Prefer: wait'),
  WAITERS_MAX: z.coerce
    .number()
    .int()
    .min(1)
    .default(5_000)
    .describe('Requests held at once; more are answered without waiting'),
};

export type QuerySettings = z.infer<z.ZodObject<typeof settings>>;
