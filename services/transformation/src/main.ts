/** The transformation service: classifies what validation read, and spells names as the registry does. */
import { openDatabase, openStream } from '@ventanilla/backends';
import { createRegistry } from '@ventanilla/database';
import { TOPICS } from '@ventanilla/messages';
import { consumeTopic, runService, traced, watchKeys } from '@ventanilla/runtime';
import { settings } from './config.ts';
import { handleValidated } from './handle.ts';

await runService({
  name: 'transformation',
  settings,
  environment: process.env,
  start: async (context) => {
    const { settings, tracing, onStop } = context;
    const keys = watchKeys(context);
    context.ready(keys.check);
    const database = await openDatabase(settings, context.name);
    onStop(database.close);
    const stream = await openStream(settings, {
      grantee: 'transformation',
      onKeyCall: keys.onKeyCall,
      deadTopic: TOPICS.dead,
    });
    onStop(stream.close);
    const registry = createRegistry(database, {
      cacheMs: settings.REGISTRY_CACHE_MS,
      now: Date.now,
    });
    consumeTopic(context, {
      stream,
      topic: TOPICS.validated,
      group: 'transformation',
      deadTopic: TOPICS.dead,
      handler: handleValidated({
        taxpayers: traced(tracing, 'registry', registry, 'taxpayers').taxpayers,
        sink: traced(tracing, 'stream', stream, 'append'),
        now: () => new Date().toISOString(),
      }),
      batchSizeMax: settings.BATCH_SIZE_MAX,
    });
  },
});
