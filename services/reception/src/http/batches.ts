/** `POST /v1/batches`: many documents in one body, read as it comes, a result line for each. */
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Submitter } from '@ventanilla/invoice';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { BatchLimits, Entry } from '../batch/entry.ts';
import { inflateWithin } from '../batch/inflate.ts';
import { readNdjson } from '../batch/ndjson.ts';
import { createScratch, spool } from '../batch/spool.ts';
import { takeBatch } from '../batch/take.ts';
import { readTar } from '../batch/tar.ts';
import { readZip } from '../batch/zip.ts';
import { essenceOf } from '../core/media.ts';
import type { Ports } from '../ports.ts';
import { createTraces } from '../traces.ts';
import type { RouteDeps } from './documents.ts';
import { languageOf, type Refuse } from './problems.ts';

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

/** How to read a body, or undefined for a kind or coding we do not take. */
export function readingOf(headers: IncomingHttpHeaders): Reading | undefined {
  const essence = essenceOf(headers['content-type']);
  const reading = Object.hasOwn(READINGS, essence) ? READINGS[essence] : undefined;
  const coding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (reading === undefined || coding === 'identity') return reading;
  if (coding !== 'gzip' || reading === readTarGz || reading === readSpooledZip) return undefined;
  return (body, scratch, limits) => reading(inflateWithin(body, limits), scratch, limits);
}

export interface BatchBody {
  readonly submitter: Submitter;
  readonly batchId: string;
  readonly reading: Reading;
  readonly body: Body;
  /** Asked once there is room for the batch: whether it is still to be taken. */
  readonly claim?: () => Promise<boolean>;
}

/** Answers with the results of a batch as they come. */
export type TakeBody = (
  request: FastifyRequest,
  reply: FastifyReply,
  batch: BatchBody,
) => Promise<FastifyReply>;

export function batchesRoute(
  app: FastifyInstance,
  { ports, admit, refuse }: RouteDeps,
  take: TakeBody,
): void {
  app.post('/v1/batches', async (request, reply) => {
    const submitter = await admit(request, reply);
    if (submitter === undefined) return reply;
    const reading = readingOf(request.headers);
    if (reading === undefined) {
      const missing = request.headers['content-type'] === undefined;
      return refuse(reply, missing ? 'media-type-missing' : 'media-type-unsupported', {
        supported: BATCH_MEDIA_TYPES,
      });
    }
    const batchId = ports.identifiers.uuid(ports.now());
    // Breaking off must not destroy the request: its connection still has to carry the answer.
    const body = request.raw.iterator({ destroyOnReturn: false });
    return take(request, reply, { submitter, batchId, reading, body });
  });
}

/** One for all routes: batches are counted together. */
export function createTakeBody(ports: Ports, refuse: Refuse): TakeBody {
  let active = 0;

  return async (request, reply, { submitter, batchId, reading, body, claim }) => {
    if (active >= ports.limits.batchesMax) return refuse(reply, 'batches-full');
    active += 1;
    const scratch = await begin(claim, ports.scratchFolder).catch((error) => {
      active -= 1;
      throw error;
    });
    if (scratch === undefined) {
      active -= 1;
      return refuse(reply, 'upload-taken', { uploadId: batchId });
    }
    const batch = await takeBatch(ports, {
      batchId,
      entries: reading(body, scratch.path, limitsOf(ports)),
      submitter,
      language: languageOf(request),
      beginTrace: createTraces(request, ports, performance.now()),
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
      .header('location', `${ports.publicUrl}/v1/batches/${batchId}`)
      .header('cache-control', 'no-store')
      .send(results);
  };
}

async function begin(claim: BatchBody['claim'], folder: string) {
  const claimed = claim === undefined || (await claim());
  return claimed ? createScratch(folder) : undefined;
}

const limitsOf = ({ limits }: Ports): BatchLimits => ({
  documentBytesMax: limits.documentBytesMax,
  spoolBytesMax: limits.batchSpoolBytesMax,
  entriesMax: limits.batchEntriesMax,
  ratioMax: limits.batchRatioMax,
});
