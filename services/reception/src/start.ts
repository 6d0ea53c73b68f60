import { tmpdir } from 'node:os';
import { createVerifier, issuersUnfitForProduction } from '@ventanilla/auth';
import { openLiveSigner, openObjects, openStream, openUploads } from '@ventanilla/backends';
import { OperationalError } from '@ventanilla/errors';
import { TOPICS } from '@ventanilla/messages';
import { type ServiceContext, traced, watchKeys } from '@ventanilla/runtime';
import { buildApp } from './app.ts';
import { createAppendGroup } from './append-group.ts';
import { createAppendQueue } from './append-queue.ts';
import { createIdentifiers } from './identifiers.ts';
import { createObserver } from './observer.ts';
import type { Limits } from './ports.ts';
import type { ReceptionSettings } from './settings.ts';
import { createUpstream } from './upstream.ts';

/** Takes documents over HTTP until the service stops; what was taken by then is settled first. */
export async function start(context: ServiceContext<ReceptionSettings>): Promise<void> {
  const { settings, log, tracing, onStop } = context;
  refuseUnfitIssuers(settings);
  const { onKeyCall } = watchKeys(context);
  const stream = await openStream(settings, {
    grantee: 'reception',
    onKeyCall,
    deadTopic: TOPICS.dead,
  });
  onStop(stream.close);
  const objects = await openObjects(settings, 'reception');
  onStop(objects.close);
  const signer = await openLiveSigner(settings, 'reception', {
    ...{ objects, onKeyCall, signal: context.signal },
    onError: (err) => log.warn({ err }, 'looking for a signing key failed, will be retried'),
  });
  onStop(signer.close);
  const uploads = await openUploads(settings, 'reception');
  if (uploads) onStop(uploads.close);
  const upstream = createUpstream(settings.QUERY_URL);
  onStop(upstream.close);

  const observer = createObserver(context);
  const queue = createAppendQueue({
    append: createAppendGroup({
      sink: traced(tracing, 'stream', stream, 'append'),
      signer,
      tracing,
      onFailure: observer.appends.onFailure,
    }),
    onGroup: observer.appends.onGroup,
    limits: {
      groupSizeMax: settings.APPEND_GROUP_SIZE_MAX,
      groupBytesMax: settings.APPEND_GROUP_BYTES_MAX,
      inFlightMax: settings.APPEND_IN_FLIGHT_MAX,
      queuedMax: settings.QUEUE_DOCUMENTS_MAX,
      queuedBytesMax: settings.QUEUE_BYTES_MAX,
      lingerMs: settings.APPEND_LINGER_MS,
      timeoutMs: settings.APPEND_TIMEOUT_MS,
    },
  });
  observer.watchQueue(queue);
  onStop(queue.drained);

  const app = await buildApp({
    verifier: createVerifier({ issuers: settings.AUTH_ISSUERS }),
    queue,
    objects,
    ...(uploads && { uploads }),
    upstream,
    identifiers: createIdentifiers(),
    tracing,
    now: Date.now,
    observe: observer.requests,
    limits: limitsOf(settings),
    publicUrl: settings.PUBLIC_URL.replace(/\/+$/, ''),
    scratchFolder: settings.SCRATCH_DIR ?? tmpdir(),
    trustProxy: settings.TRUST_PROXY,
    signal: context.signal,
  });
  const address = await app.listen({ host: settings.HTTP_HOST, port: settings.HTTP_PORT });
  onStop(() => app.close());
  context.ready(() => queue.depth().documents < settings.QUEUE_DOCUMENTS_MAX);
  log.info({ address }, 'taking documents');
}

function refuseUnfitIssuers({ PROFILE, AUTH_ISSUERS }: { PROFILE: string } & ReceptionSettings) {
  const unfit = PROFILE === 'production' ? issuersUnfitForProduction(AUTH_ISSUERS) : [];
  if (unfit.length === 0) return;
  throw new OperationalError(
    'issuer-unfit-for-production',
    `Not to be trusted in production: ${unfit.join(', ')}`,
    { retryable: false },
  );
}

const limitsOf = (settings: ReceptionSettings): Limits => ({
  documentBytesMax: settings.DOCUMENT_BYTES_MAX,
  bodyTimeoutMs: settings.BODY_TIMEOUT_MS,
  batchSpoolBytesMax: settings.BATCH_SPOOL_BYTES_MAX,
  batchEntriesMax: settings.BATCH_ENTRIES_MAX,
  batchRatioMax: settings.BATCH_RATIO_MAX,
  batchesMax: settings.BATCHES_MAX,
  uploadsAboveBytes: settings.UPLOADS_ABOVE_BYTES,
  uploadSeconds: settings.UPLOADS_LIFETIME_SECONDS,
  ...(settings.RATE_LIMIT_REQUESTS === 0
    ? {}
    : {
        rate: {
          quota: settings.RATE_LIMIT_REQUESTS,
          windowSeconds: settings.RATE_LIMIT_WINDOW_SECONDS,
        },
      }),
});
