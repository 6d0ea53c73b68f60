/** The stream of a platform on this machine, opened by the command line itself. */
import type { Stream } from '@ventanilla/stream';
import { createPostgresStream } from '@ventanilla/stream-postgres';

/**
 * Values as they lie there, encrypted: enough to make topics and to hand dead letters back. `grantTo`
 * are the roles that may use the topics made through it.
 */
export const openLocalStream = (streamUrl: string, grantTo: readonly string[] = []): Stream =>
  createPostgresStream({ url: streamUrl, applicationName: 'ventanilla', grantTo });
