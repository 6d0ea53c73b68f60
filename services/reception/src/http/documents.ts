/** `POST /v1/documents`: one document in, a signed submission receipt out. The hot path. */
import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Submitter } from '@ventanilla/invoice';
import type { Submission } from '@ventanilla/messages';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { NotConfirmed } from '../append-group.ts';
import { DOCUMENT_MEDIA_TYPES, documentMediaType, type MediaType } from '../core/media.ts';
import { waitSeconds } from '../core/prefer.ts';
import type { Ports } from '../ports.ts';
import { createTraces } from '../traces.ts';
import type { Admit } from './admit.ts';
import { readDocument } from './body.ts';
import { createAwaitOutcome } from './outcome.ts';
import type { Refuse } from './problems.ts';

export interface RouteDeps {
  readonly ports: Ports;
  readonly admit: Admit;
  readonly refuse: Refuse;
}

export interface TakenDocument {
  readonly submitter: Submitter;
  readonly mediaType: MediaType;
  readonly bytes: Buffer;
  /** `performance.now()` when its request came. */
  readonly startedMs: number;
}

/** Answers with the receipt of a document whose bytes are here. */
export type TakeDocument = (
  request: FastifyRequest,
  reply: FastifyReply,
  document: TakenDocument,
) => Promise<FastifyReply>;

export function documentsRoute(
  app: FastifyInstance,
  { ports, admit, refuse }: RouteDeps,
  take: TakeDocument,
): void {
  const { limits } = ports;
  const bodyLimits = { bytesMax: limits.documentBytesMax, timeoutMs: limits.bodyTimeoutMs };

  app.post('/v1/documents', async (request, reply) => {
    const startedMs = performance.now();
    const submitter = await admit(request, reply);
    if (submitter === undefined) return reply;
    const mediaType = documentMediaType(request.headers['content-type']);
    if (mediaType === undefined) return refuseMedia(refuse, request, reply);
    const body = await readDocument(request.raw, bodyLimits);
    if (!body.ok) return refuse(reply, body.code, { limitBytes: limits.documentBytesMax });
    return take(request, reply, { submitter, mediaType, bytes: body.bytes, startedMs });
  });
}

export function createTakeDocument(ports: Ports, refuse: Refuse): TakeDocument {
  const { queue, identifiers, now, observe, publicUrl } = ports;
  const awaitOutcome = createAwaitOutcome(ports);

  return async (request, reply, { submitter, mediaType, bytes, startedMs }) => {
    const receivedMs = now();
    const trace = createTraces(request, ports, startedMs)();
    const submission: Submission = {
      documentId: hash('sha256', bytes, 'hex'),
      submissionId: identifiers.uuid(receivedMs),
      receivedAt: new Date(receivedMs).toISOString(),
      submitter,
      mediaType,
      sizeBytes: bytes.length,
      traceparent: trace.traceparent,
    };
    try {
      const receipt = await queue.offer({ submission, original: bytes });
      trace.end();
      observe.received(bytes.length, (performance.now() - startedMs) / 1_000);
      const seconds = waitSeconds(request.headers.prefer);
      if (seconds > 0) {
        const outcome = await awaitOutcome(request, reply, submission, seconds);
        if (outcome !== undefined)
          return answer(reply, 200, withReceipt(outcome, submission, receipt));
      }
      const location = `${publicUrl}/v1/documents/${submission.documentId}`;
      reply.header('location', location);
      return answer(reply, 202, accepted(submission, location, receipt));
    } catch (error) {
      if (!(error instanceof NotConfirmed)) throw error;
      trace.end(error.code);
      return refuse(reply, error.code);
    }
  };
}

const answer = (reply: FastifyReply, status: number, json: string) =>
  reply
    .code(status)
    .header('content-type', 'application/json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(json);

/** Written by hand: every value is hexadecimal, an instant, our own URL or JSON already. */
const accepted = (
  { documentId, submissionId, receivedAt }: Submission,
  location: string,
  receipt: string,
): string =>
  `{"documentId":"${documentId}","submissionId":"${submissionId}","receivedAt":"${receivedAt}","status":"received","statusUrl":"${location}","submissionReceipt":${receipt}}`;

const withReceipt = (outcome: string, { submissionId }: Submission, receipt: string): string =>
  `${outcome.slice(0, outcome.lastIndexOf('}'))},"submissionId":"${submissionId}","submissionReceipt":${receipt}}`;

function refuseMedia(refuse: Refuse, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { headers } = request;
  const values = { supported: DOCUMENT_MEDIA_TYPES };
  if (headers['content-type'] !== undefined) return refuse(reply, 'media-type-unsupported', values);
  return isEmpty(headers)
    ? refuse(reply, 'document-empty')
    : refuse(reply, 'media-type-missing', values);
}

const isEmpty = (headers: IncomingHttpHeaders): boolean =>
  headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0;
