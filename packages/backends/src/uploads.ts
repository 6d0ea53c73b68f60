/** Settings → where clients put large bodies before they complete them. */
import { grantDoor, grantObjects, type ObjectStore, type UploadDoor } from '@ventanilla/objects';
import { createFsUploadDoor } from '@ventanilla/objects-fs';
import { openStore, type StoreSettings, s3Bucket } from './custody.ts';
import { type Grantee, uploadGrants } from './grants.ts';
import { required } from './required.ts';
import type { UploadsSettings } from './settings.ts';
import { sideStore } from './side-store.ts';

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
  if (settings.UPLOADS_KIND === 'none') return undefined;
  const address = sideStore('UPLOADS', settings);
  const grants = uploadGrants(grantee);
  const store = await openStore(address);
  const { door, close } = await openDoor(address);
  return {
    objects: grantObjects(store, grantee, grants),
    door: grantDoor(door, grantee, grants.writes),
    close: async () => {
      await Promise.all([store.close(), close()]);
    },
  };
}

async function openDoor(address: StoreSettings) {
  if (address.OBJECTS_KIND === 'fs') {
    const dir = required(address.OBJECTS_DIR, 'UPLOADS_DIR', 'UPLOADS_KIND=fs');
    return { door: createFsUploadDoor({ dir }), close: async () => {} };
  }
  const { createS3UploadDoor } = await import('@ventanilla/objects-s3');
  const door = createS3UploadDoor(s3Bucket(address));
  return { door, close: door.close };
}
