/** Settings to a listening service. */
import { createVerifier, issuersUnfitForProduction } from '@ventanilla/auth';
import {
  openDatabase,
  openEnvelope,
  openLiveSigner,
  openObjects,
  openStream,
} from '@ventanilla/backends';
import { createReads } from '@ventanilla/database/reads';
import { OperationalError } from '@ventanilla/errors';
import { formats, REPORT_CUT, STRUCTURE } from '@ventanilla/formats';
import { exampleOf } from '@ventanilla/formats/examples';
import { TOPICS } from '@ventanilla/messages';
import { ADMISSION, LEDGER } from '@ventanilla/rules';
import { type ServiceContext, watchKeys } from '@ventanilla/runtime';
import { SIGNATURE_CATALOGUE as SIGNATURES } from '@ventanilla/xml-signatures';
import { buildApp } from './app.ts';
import type { QuerySettings } from './config.ts';
import { catalogueOf } from './core/catalogue.ts';
import { createKeys } from './keys.ts';
import { createLog } from './log.ts';
import { observeCompleteness, observeRequests } from './metrics.ts';
import { createCompletenessReader } from './observe.ts';
import type { Ports } from './ports.ts';
import { createSegments } from './segments.ts';
import { createWaiting } from './waiting.ts';

const API_VERSION = '1.0.0';

/** Answers until the service stops; requests that are held are then answered at once. */
export async function start(context: ServiceContext<QuerySettings>): Promise<void> {
  const { settings, log, onStop } = context;
  refuseUnfitIssuers(settings);
  const ports = await openPorts(context);
  const app = await buildApp(ports, {
    version: API_VERSION,
    publicChecksPerMinute: settings.PUBLIC_CHECKS_PER_MINUTE,
    logEntriesPublic: settings.LOG_ENTRIES_PUBLIC,
    trustProxyHops: settings.TRUST_PROXY_HOPS,
    appendTimeoutMs: settings.APPEND_TIMEOUT_MS,
  });
  observeRequests(app, context.metrics, ports.waiting);
  const { APPEND_TIMEOUT_MS: appendTimeoutMs } = settings;
  const completeness = createCompletenessReader({ ...ports, appendTimeoutMs, periodMs: 5_000 });
  observeCompleteness(context.metrics, completeness, ports.now);
  const address = await app.listen({ host: settings.HTTP_HOST, port: settings.HTTP_PORT });
  onStop(async () => {
    ports.waiting.close();
    await app.close();
  });
  log.info({ address }, 'answering');
}

async function openPorts(context: ServiceContext<QuerySettings>): Promise<Ports> {
  const { settings, log, onStop } = context;
  const { onKeyCall } = watchKeys(context);
  const database = await openDatabase(settings, 'query');
  onStop(database.close);
  const stream = await openStream(settings, {
    grantee: 'query',
    onKeyCall,
    deadTopic: TOPICS.dead,
  });
  onStop(stream.close);
  const objects = await openObjects(settings, 'query');
  onStop(objects.close);
  const originals = await openEnvelope(settings, 'query', 'original', {
    rewrapped: objects,
    onKeyCall,
  });
  const canonicals = await openEnvelope(settings, 'query', 'canonical', {
    rewrapped: objects,
    onKeyCall,
  });
  onStop(async () => {
    originals.close();
    canonicals.close();
  });
  const reads = createReads(database);
  const signer = await openLiveSigner(settings, 'query', {
    ...{ objects, onKeyCall, signal: context.signal },
    onError: (err) => log.warn({ err }, 'looking for a signing key failed, will be retried'),
  });
  onStop(signer.close);
  const keys = createKeys({
    objects,
    current: () => signer.publicKey,
    file: settings.PUBLISHED_KEYS_FILE,
    now: Date.now,
  });
  // What is wrong with the file is said at the start.
  await keys();
  return {
    verifier: createVerifier({ issuers: settings.AUTH_ISSUERS }),
    reads,
    stream,
    objects,
    segments: createSegments({ objects, originals, canonicals }),
    log: createLog({ reads, objects, now: Date.now }),
    waiting: createWaiting({
      reads,
      intervalMs: settings.WAIT_INTERVAL_MS,
      waitersMax: settings.WAITERS_MAX,
      onError: (error) => log.warn({ err: error }, 'asking for settled documents failed'),
    }),
    keys,
    rules: ruleCatalogue(),
    withoutRule: formats.flatMap(({ id, withoutRule = {} }) =>
      Object.entries(withoutRule).map(([code, why]) => ({ code, format: id, ...why })),
    ),
    exampleOf: async (id, code) => {
      const format = formats.find((candidate) => candidate.id === id);
      return format === undefined ? undefined : exampleOf(format, code);
    },
    now: Date.now,
    onError: (error, requestId) => log.error({ err: error, requestId }, 'a request failed'),
  };
}

const ruleCatalogue = () =>
  catalogueOf(
    formats.map(({ id, pack }) => ({ format: id, pack })),
    [
      { stage: 'admission', source: 'Ventanilla: admission', faults: Object.values(ADMISSION) },
      { stage: 'structure', source: 'Ventanilla: structure', faults: Object.values(STRUCTURE) },
      { stage: 'signatures', source: SIGNATURES.source, faults: SIGNATURES.rules },
      { stage: 'rules', source: 'Ventanilla: reports', faults: [REPORT_CUT] },
      { stage: 'ledger', source: 'Ventanilla: ledger', faults: Object.values(LEDGER) },
    ],
  );

function refuseUnfitIssuers({ PROFILE, AUTH_ISSUERS }: { PROFILE: string } & QuerySettings) {
  const unfit = PROFILE === 'production' ? issuersUnfitForProduction(AUTH_ISSUERS) : [];
  if (unfit.length === 0) return;
  throw new OperationalError(
    'issuer-unfit-for-production',
    `Not to be trusted in production: ${unfit.join(', ')}`,
    { retryable: false },
  );
}
