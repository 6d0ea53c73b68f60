/** Settings → the store of the lake. */
import { grantObjects, type ObjectStore } from '@ventanilla/objects';
import { openStore } from './custody.ts';
import { required } from './required.ts';
import type { LakeSettings } from './settings.ts';

/** Its writer adds, and changes nothing; who asks it only reads. */
const GRANTS = {
  writer: { reads: [''], writes: ['plans/', 'invoices/', 'batches/'], replaces: [] },
  reader: { reads: [''], writes: [], replaces: [] },
} as const;

export async function openLake(
  settings: LakeSettings,
  as: keyof typeof GRANTS,
): Promise<ObjectStore> {
  return grantObjects(await openLakeStore(settings), `lake ${as}`, GRANTS[as]);
}

function openLakeStore(settings: LakeSettings): Promise<ObjectStore> {
  const need = (name: 'LAKE_DIR' | 'LAKE_S3_BUCKET' | 'LAKE_S3_REGION') =>
    required(settings[name], name, `LAKE_KIND=${settings.LAKE_KIND}`);
  switch (settings.LAKE_KIND) {
    case 'fs':
      return openStore({
        OBJECTS_KIND: 'fs',
        OBJECTS_DIR: need('LAKE_DIR'),
        OBJECTS_S3_PREFIX: '',
      });
    case 's3':
      return openStore({
        OBJECTS_KIND: 's3',
        OBJECTS_S3_BUCKET: need('LAKE_S3_BUCKET'),
        OBJECTS_S3_PREFIX: settings.LAKE_S3_PREFIX,
        OBJECTS_S3_REGION: need('LAKE_S3_REGION'),
        OBJECTS_S3_ENDPOINT: settings.LAKE_S3_ENDPOINT,
        OBJECTS_S3_ACCESS_KEY_ID: settings.LAKE_S3_ACCESS_KEY_ID,
        OBJECTS_S3_SECRET_ACCESS_KEY: settings.LAKE_S3_SECRET_ACCESS_KEY,
      });
  }
}
