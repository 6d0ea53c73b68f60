/** Settings → where values too large for the stream are kept meanwhile. */
import type { ObjectStore } from '@ventanilla/objects';
import { openStore } from './custody.ts';
import type { StreamSettings } from './settings.ts';
import { sideStore } from './side-store.ts';

/** undefined when such values are to be refused. */
export const openClaims = async (settings: StreamSettings): Promise<ObjectStore | undefined> =>
  settings.STREAM_CLAIMS_KIND === 'none'
    ? undefined
    : openStore(sideStore('STREAM_CLAIMS', settings));
