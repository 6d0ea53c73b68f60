/** The query service: everything that is read back. */
import { createVerifier } from '@ventanilla/auth';
import {
  openDatabase,
  openEnvelope,
  openObjects,
  openSigner,
  openStream,
} from '@ventanilla/backends';
import { createReads } from '@ventanilla/database/reads';
import { formats } from '@ventanilla/formats';
import { TOPICS } from '@ventanilla/messages';
import { runService } from '@ventanilla/runtime';
import { buildApp } from './app.ts';
import { settings } from './config.ts';
import { catalogueOf } from './core/catalogue.ts';
import { loadKeys } from './keys.ts';
import { createLog } from './log.ts';
import { observeRequests } from './metrics.ts';
import { createSegments } from './segments.ts';
import { createWaiting } from './waiting.ts';

await runService({
  name: 'query',
  settings,
  environment: process.env,
  start: async (context) => {
    const { settings, log, onStop } = context;
    const database = await openDatabase(settings, 'query');
    onStop(database.close);
    const stream = await openStream(settings, { applicationName: 'query', deadTopic: TOPICS.dead });
    onStop(stream.close);
    const objects = await openObjects(settings);
    onStop(objects.close);
    const signer = await openSigner(settings);
    const keys = await loadKeys([signer.publicKey], settings.PUBLISHED_KEYS_FILE);
    await signer.close();

    const reads = createReads(database);
    const onError = (error: unknown) => log.error({ err: error }, 'a request failed');
    const waiting = createWaiting({
      reads,
      intervalMs: settings.WAIT_INTERVAL_MS,
      waitersMax: settings.WAITERS_MAX,
      onError: (error) => log.warn({ err: error }, 'asking for settled documents failed'),
    });
    const app = await buildApp(
      {
        verifier: createVerifier({ issuers: settings.AUTH_ISSUERS }),
        reads,
        stream,
        objects,
        segments: createSegments({
          objects,
          originals: await openEnvelope(settings, 'original'),
          canonicals: await openEnvelope(settings, 'canonical'),
        }),
        log: createLog({ reads, objects, now: Date.now }),
        waiting,
        keys: async () => keys,
        rules: catalogueOf(formats.map(({ id, pack }) => ({ format: id, pack }))),
        now: Date.now,
        onError,
      },
      {
        version: '1.0.0',
        publicChecksPerMinute: settings.PUBLIC_CHECKS_PER_MINUTE,
        trustProxy: settings.TRUST_PROXY,
      },
    );
    observeRequests(app, context.metrics, waiting);
    await app.listen({ host: settings.HTTP_HOST, port: settings.HTTP_PORT });
    onStop(async () => {
      waiting.close();
      await app.close();
    });
  },
});
