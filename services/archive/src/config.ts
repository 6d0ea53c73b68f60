import {
  databaseSettings,
  encryptionSettings,
  objectsSettings,
  streamSettings,
} from '@ventanilla/backends';
import { z } from 'zod';

export const settings = {
  ...databaseSettings,
  ...streamSettings,
  ...objectsSettings,
  ...encryptionSettings,
  BATCH_SIZE_MAX: z.coerce
    .number()
    .int()
    .min(1)
    .max(2_000)
    .default(500)
    .describe('Originals in one segment'),
};
