/** The archive service: keeps every original byte for byte, in its own consumer group. */
import { openDatabase, openEnvelope, openObjects, openStream } from '@ventanilla/backends';
import { TOPICS } from '@ventanilla/messages';
import { consumeTopic, runService, traced, watchKeys } from '@ventanilla/runtime';
import { settings } from './config.ts';
import { handleReceived } from './handle.ts';

await runService({
  name: 'archive',
  settings,
  environment: process.env,
  start: async (context) => {
    const { settings, tracing, onStop, metrics } = context;
    const keys = watchKeys(context);
    context.ready(keys.check);
    const database = await openDatabase(settings, context.name);
    onStop(database.close);
    const objects = await openObjects(settings, 'archive');
    onStop(objects.close);
    const envelope = await openEnvelope(settings, 'archive', 'original', keys);
    onStop(async () => envelope.close());
    const stream = await openStream(settings, {
      grantee: 'archive',
      onKeyCall: keys.onKeyCall,
      deadTopic: TOPICS.dead,
    });
    onStop(stream.close);
    const archived = metrics.counter('archived_total', 'Originals archived');
    const bytes = metrics.counter('archived_bytes_total', 'Bytes of the segments written');
    consumeTopic(context, {
      stream,
      topic: TOPICS.received,
      group: 'archive',
      deadTopic: TOPICS.dead,
      handler: handleReceived({
        database: traced(tracing, 'database', database, 'transaction'),
        objects: traced(tracing, 'objects', objects, 'put'),
        envelope,
        now: () => new Date(),
        onArchived: (originals, size) => {
          archived.inc(originals);
          bytes.inc(size);
        },
      }),
      batchSizeMax: settings.BATCH_SIZE_MAX,
    });
  },
});
