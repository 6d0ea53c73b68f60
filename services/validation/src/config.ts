import { databaseSettings, encryptionSettings, streamSettings } from '@ventanilla/backends';
import { z } from 'zod';
import { readRuleModes } from './core/rule-modes.ts';

export const settings = {
  ...databaseSettings,
  ...streamSettings,
  ...encryptionSettings,
  BATCH_SIZE_MAX: z.coerce
    .number()
    .int()
    .min(1)
    .max(500)
    .default(64)
    .describe(
      'Documents judged together; few, so that their trees die young and cost no garbage collection',
    ),
  REGISTRY_CACHE_MS: z.coerce
    .number()
    .int()
    .min(0)
    .default(5_000)
    .describe('How long a registry answer may be used again'),
  RULE_MODES: z
    .string()
    .transform(readRuleModes)
    .optional()
    .describe(
      'JSON object that puts rules in shadow, observe or enforce (rule-packs.md); usually given as RULE_MODES_FILE; all in force when absent',
    ),
};
