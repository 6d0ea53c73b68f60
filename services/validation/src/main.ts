/** The validation service: judges every document received by the rules of its format. */
import {
  openDatabase,
  openRevocationFolder,
  openStream,
  signaturePolicies,
} from '@ventanilla/backends';
import { createRegistry } from '@ventanilla/database';
import { createValidator, formats, withSettings } from '@ventanilla/formats';
import { TOPICS } from '@ventanilla/messages';
import { consumeTopic, runService, traced, watchKeys } from '@ventanilla/runtime';
import { createXmlEngine } from '@ventanilla/xml';
import { settings } from './config.ts';
import { handleReceived } from './handle.ts';

await runService({
  name: 'validation',
  settings,
  environment: process.env,
  start: async (context) => {
    const { metrics, settings, tracing, onStop } = context;
    const keys = watchKeys(context);
    context.ready(keys.check);
    const database = await openDatabase(settings, context.name);
    onStop(database.close);
    const stream = await openStream(settings, {
      grantee: 'validation',
      onKeyCall: keys.onKeyCall,
      deadTopic: TOPICS.dead,
    });
    onStop(stream.close);
    const answers = await openRevocationFolder(settings.SIGNATURES_ANSWERS_DIR, {
      refreshMs: settings.SIGNATURES_ANSWERS_REFRESH_MS,
      onFailure: (err) => context.log.error({ err }, 'revocation answers were not read again'),
    });
    onStop(async () => answers.close());
    const registry = createRegistry(database, {
      cacheMs: settings.REGISTRY_CACHE_MS,
      now: Date.now,
    });
    const verdicts = metrics.counter('verdicts_total', 'Documents judged', ['verdict']);
    const faults = metrics.counter('faults_total', 'Broken rules', ['code']);
    const shadows = metrics.counter('shadow_faults_total', 'Rules in shadow that broke', ['code']);
    const handler = handleReceived({
      validator: createValidator({
        formats: withSettings(formats, settings.RULE_MODES ?? {}),
        engine: createXmlEngine(),
        signatures: signaturePolicies(settings.SIGNATURES, settings, answers),
      }),
      registry: traced(tracing, 'registry', registry, 'taxpayers', 'mandates'),
      sink: traced(tracing, 'stream', stream, 'append'),
      now: () => new Date().toISOString(),
      judged: (verdict, codes, shadowed) => {
        verdicts.inc({ verdict });
        for (const code of codes) faults.inc({ code });
        for (const code of shadowed) shadows.inc({ code });
      },
    });
    consumeTopic(context, {
      stream,
      topic: TOPICS.received,
      group: 'validation',
      deadTopic: TOPICS.dead,
      handler,
      batchSizeMax: settings.BATCH_SIZE_MAX,
    });
  },
});
