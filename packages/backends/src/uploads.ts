/** Settings → where clients put large bodies before they complete them. */
import { grantDoor, grantObjects, type ObjectStore, type UploadDoor } from '@ventanilla/objects';
import { createFsUploadDoor } from '@ventanilla/objects-fs';
import { openStore, s3Bucket } from './custody.ts';
import { type Grantee, uploadGrants } from './grants.ts';
import { required } from './required.ts';
import type { UploadsSettings } from './settings.ts';

export interface Uploads {
  readonly objects: Pick<ObjectStore, 'put' | 'get' | 'getRange'>;
  readonly door: UploadDoor;
  readonly close: () => Promise<void>;
}

/** undefined when none are taken. */
export async function openUploads(
  settings: UploadsSettings,
  grantee: Grantee,
): Promise<Uploads | undefined> {
  const grants = uploadGrants(grantee);
  const because = `UPLOADS_KIND=${settings.UPLOADS_KIND}`;
  const need = (name: 'UPLOADS_DIR' | 'UPLOADS_S3_BUCKET' | 'UPLOADS_S3_REGION') =>
    required(settings[name], name, because);
  switch (settings.UPLOADS_KIND) {
    case 'none':
      return undefined;
    case 'fs': {
      const dir = need('UPLOADS_DIR');
      const store = await openStore({
        OBJECTS_KIND: 'fs',
        OBJECTS_DIR: dir,
        OBJECTS_S3_PREFIX: '',
      });
      return {
        objects: grantObjects(store, grantee, grants),
        door: grantDoor(createFsUploadDoor({ dir }), grantee, grants.writes),
        close: store.close,
      };
    }
    case 's3': {
      const address = {
        OBJECTS_KIND: 's3',
        OBJECTS_S3_BUCKET: need('UPLOADS_S3_BUCKET'),
        OBJECTS_S3_PREFIX: settings.UPLOADS_S3_PREFIX,
        OBJECTS_S3_REGION: need('UPLOADS_S3_REGION'),
        OBJECTS_S3_ENDPOINT: settings.UPLOADS_S3_ENDPOINT,
        OBJECTS_S3_ACCESS_KEY_ID: settings.UPLOADS_S3_ACCESS_KEY_ID,
        OBJECTS_S3_SECRET_ACCESS_KEY: settings.UPLOADS_S3_SECRET_ACCESS_KEY,
      } as const;
      const { createS3UploadDoor } = await import('@ventanilla/objects-s3');
      const store = await openStore(address);
      const door = createS3UploadDoor(s3Bucket(address));
      return {
        objects: grantObjects(store, grantee, grants),
        door: grantDoor(door, grantee, grants.writes),
        close: async () => {
          await Promise.all([store.close(), door.close()]);
        },
      };
    }
  }
}
