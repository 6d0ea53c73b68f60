import {
  databaseSettings,
  encryptionSettings,
  objectsSettings,
  signingSettings,
  streamSettings,
} from '@ventanilla/backends';
import { z } from 'zod';
import { witnessesSetting } from './witnesses.ts';

const whole = z.coerce.number().int();

export const settings = {
  ...databaseSettings,
  ...streamSettings,
  ...objectsSettings,
  ...encryptionSettings,
  ...signingSettings,
  AUDIT_PUBLISH_INTERVAL_MS: whole
    .min(50)
    .default(2_000)
    .describe('How often new lines of the audit trail are hashed into its log'),
  BATCH_SIZE_MAX: whole
    .min(1)
    .max(1_000)
    .default(500)
    .describe('Documents registered together: one segment, one transaction, one signature'),
  ORIGIN_WAIT_SECONDS: whole
    .min(0)
    .optional()
    .describe('How long a note waits for the document it refers to; 900, embedded 20'),
  PUBLISH_INTERVAL_MS: whole
    .min(0)
    .max(10_000)
    .default(100)
    .describe('Least time between two signed tree heads: longer makes fewer files, later receipts'),
  SWEEP_INTERVAL_MS: whole.min(50).default(1_000).describe('How often ended waits are looked for'),
  WITNESSES: witnessesSetting.describe(
    'JSON array of witnesses that cosign the log: {"key":"name+id+base64","url":"https://…"}',
  ),
  WITNESS_INTERVAL_MS: whole
    .min(100)
    .max(3_600_000)
    .default(5_000)
    .describe('How often the newest tree head is shown to the witnesses'),
  TIME_ZONE: z
    .string()
    .default('UTC')
    .refine(isTimeZone, 'not a time zone of the IANA database')
    .describe('Where a day of the daily totals begins, such as America/Guatemala'),
};

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const WAIT_SECONDS = { embedded: 20, sandbox: 900, production: 900 } as const;

/** How long a document waits for its origin, in this profile unless it is set. */
export const waitMsOf = (settings: {
  readonly ORIGIN_WAIT_SECONDS?: number | undefined;
  readonly PROFILE: keyof typeof WAIT_SECONDS;
}): number => 1_000 * (settings.ORIGIN_WAIT_SECONDS ?? WAIT_SECONDS[settings.PROFILE]);
