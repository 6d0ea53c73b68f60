import {
  databaseSettings,
  encryptionSettings,
  streamSettings,
  xmlSignatureSettings,
} from '@ventanilla/backends';
import { z } from 'zod';
import { readRuleModes } from './core/rule-modes.ts';
import { readModesOfSignatures } from './core/signature-modes.ts';

export const settings = {
  ...databaseSettings,
  ...streamSettings,
  ...encryptionSettings,
  ...xmlSignatureSettings,
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
  SIGNATURES: z
    .string()
    .default('off')
    .transform(readModesOfSignatures)
    .describe(
      'off, observe or enforce XML signatures of every format that has them, or by format: gt-fel=enforce,en16931-ubl=observe',
    ),
};
