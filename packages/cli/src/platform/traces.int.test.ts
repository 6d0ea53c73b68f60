/** One document through the real services, as a collector of traces sees it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSamples } from '@ventanilla/samples';
import {
  type CollectedSpan,
  startTraceCollector,
  type TraceCollector,
  waitFor,
} from '@ventanilla/testing';
import { connectDemo, type DemoApi } from '../demo/connect.ts';
import { SERVICE_NAMES } from './environment.ts';
import { homeAt } from './home.ts';
import { type Platform, startPlatform } from './platform.ts';
import { claimPorts } from './ports.ts';

const WITHIN_MS = 120_000;

const EXPECTED = [
  'reception: POST /v1/documents',
  'reception: send documents.received',
  'reception: signer.sign',
  'validation: process documents.received',
  'validation: stream.append',
  'archive: process documents.received',
  'archive: objects.put',
  'transformation: process documents.validated',
  'persistence: process documents.transformed',
  'persistence: database.transaction',
];

/** Of the trace that the request began, as far as it has come in. */
function ofRequest(spans: readonly CollectedSpan[]) {
  const request = spans.find(({ name }) => name === 'POST /v1/documents');
  const own = spans.filter(({ traceId }) => traceId === request?.traceId);
  const ids = new Set(own.map(({ spanId }) => spanId));
  const roots = own.filter(({ parentSpanId }) => !ids.has(parentSpanId ?? ''));
  return { own, roots, parts: new Set(own.map(({ service, name }) => `${service}: ${name}`)) };
}

describe('traces of the real services', () => {
  let folder: string;
  let collector: TraceCollector;
  let platform: Platform;
  let api: DemoApi;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ventanilla-traces-'));
    collector = await startTraceCollector();
    const traced = {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
      OTEL_TRACES_SAMPLER_ARG: '1',
    };
    platform = await startPlatform({
      home: homeAt(folder),
      choosePorts: () => claimPorts(0),
      log: () => {},
      overrides: Object.fromEntries(SERVICE_NAMES.map((name) => [name, traced])),
    });
    api = connectDemo(homeAt(folder), platform.state);
  }, WITHIN_MS);
  afterAll(async () => {
    await api?.close();
    await platform?.stop();
    await collector?.close();
    rmSync(folder, { recursive: true, force: true });
  }, WITHIN_MS);

  it(
    'one trace follows a document from its request to the ledger and the archive',
    async () => {
      const wish = { seed: 'traces', now: new Date(), count: 1, faultRate: 0 };
      const [sample] = generateSamples({ ...wish, formats: ['en16931-ubl'] });
      const bytes = sample?.bytes as Uint8Array;
      const { ok } = await api.submit(bytes, 'application/xml', { waitSeconds: 60 });
      expect(ok).toBe(true);
      // Each has its parent in the trace, so that one picture shows them all.
      const { own } = await waitFor(
        () => {
          const found = ofRequest(collector.spans);
          const whole = EXPECTED.every((part) => found.parts.has(part));
          return whole && found.roots.length === 1 ? found : undefined;
        },
        { what: 'the whole trace', timeoutMs: WITHIN_MS },
      );
      expect(own.filter(({ failed }) => failed)).toEqual([]);
    },
    WITHIN_MS,
  );

  it('nothing in them names a taxpayer or says what the document says', () => {
    const attributes = new Set(collector.spans.flatMap((span) => Object.keys(span.attributes)));
    expect([...attributes].sort()).toEqual([
      'http.request.method',
      'http.route',
      'messaging.batch.message_count',
      'messaging.consumer.group.name',
      'messaging.destination.name',
      'messaging.destination.partition.id',
      'ventanilla.document.id',
    ]);
  });
});
