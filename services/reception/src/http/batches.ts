/** `POST /v1/batches`: many documents in one body, read as it comes, a result line for each. */
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { BatchLimits, Entry } from '../batch/entry.ts';
import { inflateWithin } from '../batch/inflate.ts';
import { readNdjson } from '../batch/ndjson.ts';
import { createScratch, spool } from '../batch/spool.ts';
import { takeBatch } from '../batch/take.ts';
import { readTar } from '../batch/tar.ts';
import { readZip } from '../batch/zip.ts';
import { essenceOf } from '../core/media.ts';
import type { Ports } from '../ports.ts';
import type { DocumentsDeps } from './documents.ts';
import { languageOf } from './problems.ts';
import { traceparentOf } from './trace.ts';

export const BATCH_MEDIA_TYPES =
  'application/zip, application/gzip (tar), application/x-gtar, application/x-tar, application/x-ndjson';

type Body = AsyncIterable<Buffer>;
type Reading = (body: Body, scratch: string, limits: BatchLimits) => AsyncGenerator<Entry>;

async function* readSpooledZip(body: Body, scratch: string, limits: BatchLimits) {
  const file = join(scratch, 'batch.zip');
  await spool(body, file, limits);
  yield* readZip(file, limits);
}

const readTarGz: Reading = (body, _, limits) => readTar(inflateWithin(body, limits), limits);

const READINGS: Readonly<Record<string, Reading>> = {
  'application/zip': readSpooledZip,
  'application/x-zip-compressed': readSpooledZip,
  'application/gzip': readTarGz,
  'application/x-gzip': readTarGz,
  'application/x-gtar': readTarGz,
  'application/x-tar': (body, _, limits) => readTar(body, limits),
  'application/x-ndjson': (body, _, limits) => readNdjson(body, limits),
  'application/ndjson': (body, _, limits) => readNdjson(body, limits),
};

/** How to read the body, or undefined for a kind or coding we do not take. */
function readingOf({ headers }: FastifyRequest): Reading | undefined {
  const essence = essenceOf(headers['content-type']);
  const reading = Object.hasOwn(READINGS, essence) ? READINGS[essence] : undefined;
  const coding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (reading === undefined || coding === 'identity') return reading;
  if (coding !== 'gzip' || reading === readTarGz || reading === readSpooledZip) return undefined;
  return (body, scratch, limits) => reading(inflateWithin(body, limits), scratch, limits);
}

export function batchesRoute(app: FastifyInstance, deps: DocumentsDeps): void {
  const { ports, admit, refuse } = deps;
  let active = 0;

  app.post('/v1/batches', async (request, reply) => {
    const submitter = await admit(request, reply);
    if (submitter === undefined) return reply;
    const reading = readingOf(request);
    if (reading === undefined) {
      const missing = request.headers['content-type'] === undefined;
      return refuse(reply, missing ? 'media-type-missing' : 'media-type-unsupported', {
        supported: BATCH_MEDIA_TYPES,
      });
    }
    if (active >= ports.limits.batchesMax) return refuse(reply, 'batches-full');
    active += 1;
    const scratch = await createScratch(ports.scratchFolder).catch((error) => {
      active -= 1;
      throw error;
    });
    const batch = await takeBatch(ports, {
      // Breaking off must not destroy the request: its connection still has to carry the answer.
      entries: reading(
        request.raw.iterator({ destroyOnReturn: false }),
        scratch.path,
        limitsOf(ports),
      ),
      submitter,
      language: languageOf(request),
      traceparent: traceparentOf(request, ports.identifiers),
      requestId: request.id,
      file: join(scratch.path, 'results.ndjson'),
      onTaken: () => {
        active -= 1;
      },
      onClosed: scratch.remove,
    });
    const broken = await batch.beginning;
    if (broken !== undefined) {
      batch.close();
      return refuse(reply, broken.code, broken.values);
    }
    const results = Readable.from(batch.results(), { objectMode: false });
    results.once('close', batch.close);
    return reply
      .code(200)
      .header('content-type', 'application/x-ndjson; charset=utf-8')
      .header('location', `${ports.publicUrl}/v1/batches/${batch.batchId}`)
      .header('cache-control', 'no-store')
      .send(results);
  });
}

const limitsOf = ({ limits }: Ports): BatchLimits => ({
  documentBytesMax: limits.documentBytesMax,
  spoolBytesMax: limits.batchSpoolBytesMax,
  entriesMax: limits.batchEntriesMax,
  ratioMax: limits.batchRatioMax,
});
