import { databaseSettings, encryptionSettings, streamSettings } from '@ventanilla/backends';
import { z } from 'zod';

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
};
