/** The persistence service: registers outcomes in the ledger and in the public log, and tells them. */
import {
  openDatabase,
  openEnvelope,
  openLiveSigner,
  openObjects,
  openStream,
} from '@ventanilla/backends';
import { recordSigningKey } from '@ventanilla/custody';
import { TOPICS } from '@ventanilla/messages';
import { consumeTopic, runService, traced, watchKeys } from '@ventanilla/runtime';
import { settings, waitMsOf } from './config.ts';
import { createCalendar } from './core/daily-totals.ts';
import { createFigures } from './figures.ts';
import { createPersistence } from './handle.ts';
import { startPublishingAudit } from './publish-audit.ts';
import { goOn } from './steps.ts';
import { startSweeping } from './sweep.ts';
import { startAskingWitnesses } from './witnesses.ts';

await runService({
  name: 'persistence',
  settings,
  environment: process.env,
  start: async (context) => {
    const { settings, tracing, onStop, metrics } = context;
    const keys = watchKeys(context);
    context.ready(keys.check);
    const database = await openDatabase(settings, context.name);
    onStop(database.close);
    const objects = await openObjects(settings, 'persistence');
    onStop(objects.close);
    const envelope = await openEnvelope(settings, 'persistence', 'canonical', {
      rewrapped: objects,
      ...keys,
    });
    onStop(async () => envelope.close());
    const signer = await openLiveSigner(settings, 'persistence', {
      ...{ objects, onKeyCall: keys.onKeyCall, signal: context.signal },
      onError: (err) =>
        context.log.warn({ err }, 'looking for a signing key failed, will be retried'),
    });
    await recordSigningKey(objects, signer.publicKey);
    onStop(signer.close);
    const stream = await openStream(settings, {
      grantee: 'persistence',
      onKeyCall: keys.onKeyCall,
      deadTopic: TOPICS.dead,
    });
    onStop(stream.close);
    const persistence = createPersistence({
      database: traced(tracing, 'database', database, 'transaction'),
      objects: traced(tracing, 'objects', objects, 'put', 'replace'),
      envelope,
      signer,
      sink: traced(tracing, 'stream', stream, 'append'),
      tracing,
      publishEveryMs: settings.PUBLISH_INTERVAL_MS,
      now: () => new Date(),
      waitMs: waitMsOf(settings),
      dayOf: createCalendar(settings.TIME_ZONE),
      atStep: goOn,
      onDecisions: createFigures(metrics),
    });
    startPublishingAudit(
      context,
      { database, objects, signer, now: () => new Date() },
      settings.AUDIT_PUBLISH_INTERVAL_MS,
    );
    startAskingWitnesses(context, objects, {
      witnesses: settings.WITNESSES,
      intervalMs: settings.WITNESS_INTERVAL_MS,
    });
    startSweeping(context, persistence, settings.SWEEP_INTERVAL_MS);
    consumeTopic(context, {
      stream,
      topic: TOPICS.transformed,
      group: 'persistence',
      deadTopic: TOPICS.dead,
      handler: persistence.handle,
      batchSizeMax: settings.BATCH_SIZE_MAX,
    });
  },
});
