/** The stream of a platform on this machine, opened by the command line itself. */
import { openBareStream } from '@ventanilla/backends';
import type { Stream } from '@ventanilla/stream';

const RETENTION_HOURS = 24;

/** Values as they lie there, encrypted: enough to make topics and to hand dead letters back. */
export const openLocalStream = (streamUrl: string, partitions: number): Promise<Stream> =>
  openBareStream(
    {
      STREAM_KIND: 'postgres',
      STREAM_URL: streamUrl,
      STREAM_PARTITIONS: partitions,
      STREAM_RETENTION_HOURS: RETENTION_HOURS,
    },
    'ventanilla',
  );
