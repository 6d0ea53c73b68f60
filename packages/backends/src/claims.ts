/** Settings → where values too large for the stream are kept meanwhile. */
import type { ObjectStore } from '@ventanilla/objects';
import { openStore } from './custody.ts';
import { required } from './required.ts';
import type { StreamSettings } from './settings.ts';

/** undefined when such values are to be refused. */
export async function openClaims(settings: StreamSettings): Promise<ObjectStore | undefined> {
  const because = `STREAM_CLAIMS_KIND=${settings.STREAM_CLAIMS_KIND}`;
  const need = (
    name: 'STREAM_CLAIMS_DIR' | 'STREAM_CLAIMS_S3_BUCKET' | 'STREAM_CLAIMS_S3_REGION',
  ) => required(settings[name], name, because);
  switch (settings.STREAM_CLAIMS_KIND) {
    case 'none':
      return undefined;
    case 'fs':
      return openStore({
        OBJECTS_KIND: 'fs',
        OBJECTS_DIR: need('STREAM_CLAIMS_DIR'),
        OBJECTS_S3_PREFIX: '',
      });
    case 's3':
      return openStore({
        OBJECTS_KIND: 's3',
        OBJECTS_S3_BUCKET: need('STREAM_CLAIMS_S3_BUCKET'),
        OBJECTS_S3_PREFIX: settings.STREAM_CLAIMS_S3_PREFIX,
        OBJECTS_S3_REGION: need('STREAM_CLAIMS_S3_REGION'),
        OBJECTS_S3_ENDPOINT: settings.STREAM_CLAIMS_S3_ENDPOINT,
        OBJECTS_S3_ACCESS_KEY_ID: settings.STREAM_CLAIMS_S3_ACCESS_KEY_ID,
        OBJECTS_S3_SECRET_ACCESS_KEY: settings.STREAM_CLAIMS_S3_SECRET_ACCESS_KEY,
      });
  }
}
