/**
 * `/v1/uploads`: a body too large for the gateway in front is put in a store, then completed, and is
 * from there on what it would have been as the body of a request.
 *
 *   announced ──put──► there ──complete──► taken (a batch once; a document as often as it is asked)
 *       └──────────────────┴──time over──► expired, and removed by age
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Uploads } from '@ventanilla/backends';
import { errorCode, OperationalError } from '@ventanilla/errors';
import type { Submitter } from '@ventanilla/invoice';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DOCUMENT_MEDIA_TYPES, documentMediaType } from '../core/media.ts';
import {
  contentKey,
  isUploadId,
  readWish,
  slotKey,
  takenKey,
  type UploadSlot,
  type UploadWish,
} from '../core/upload.ts';
import type { Ports } from '../ports.ts';
import { checkContent, readContent, readWhole } from '../uploaded.ts';
import { BATCH_MEDIA_TYPES, readingOf, type TakeBody } from './batches.ts';
import { readDocument } from './body.ts';
import type { RouteDeps, TakeDocument } from './documents.ts';

const WISH_BYTES_MAX = 4_096;
const TOKEN_HEADER = 'x-upload-token';
const SWEEP_EVERY_MS = 60_000;

export interface Takers {
  readonly takeDocument: TakeDocument;
  readonly takeBody: TakeBody;
}

interface ById {
  readonly Params: { readonly id: string };
}

type Deps = RouteDeps & { readonly uploads: NonNullable<Ports['uploads']> };

export function uploadsRoutes(app: FastifyInstance, deps: RouteDeps, takers: Takers): void {
  const { ports, admit } = deps;
  const { uploads, limits } = ports;
  if (uploads === undefined) {
    app.all('/v1/uploads', absent(deps));
    app.all('/v1/uploads/*', absent(deps));
    return;
  }
  app.get('/v1/uploads', async (request, reply) => {
    if ((await admit(request, reply)) === undefined) return reply;
    return reply.header('cache-control', 'no-store').send({
      aboveBytes: limits.uploadsAboveBytes,
      documentBytesMax: limits.documentBytesMax,
      batchBytesMax: limits.batchSpoolBytesMax,
      expiresSeconds: limits.uploadSeconds,
    });
  });
  const here = { ...deps, uploads };
  announceRoute(app, here);
  if (uploads.door.kind === 'received') contentRoute(app, here);
  completeRoute(app, here, takers);
}

const absent =
  ({ refuse }: RouteDeps) =>
  async ({ method, url }: FastifyRequest, reply: FastifyReply) =>
    refuse(reply, 'route-not-found', { method, path: (url.split('?', 1)[0] ?? '').slice(0, 200) });

/** A store that fails is worth waiting for; anything else is the error handler's of all routes. */
const orUnavailable = ({ ports, refuse }: Deps) => ({
  errorHandler: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
    if (!(error instanceof OperationalError)) throw error;
    ports.observe.failure(error, request.id);
    refuse(reply, 'uploads-unavailable');
  },
});

function announceRoute(app: FastifyInstance, deps: Deps): void {
  const { ports, admit, refuse, uploads } = deps;
  const { limits, now, identifiers } = ports;
  const sweep = createSweep(ports, uploads.door);

  app.post('/v1/uploads', orUnavailable(deps), async (request, reply) => {
    const submitter = await admit(request, reply);
    if (submitter === undefined) return reply;
    const body = await readDocument(request.raw, {
      bytesMax: WISH_BYTES_MAX,
      timeoutMs: limits.bodyTimeoutMs,
    });
    const wish = body.ok ? readWish(body.bytes.toString()) : undefined;
    if (wish === undefined) return refuse(reply, 'upload-terms-invalid');
    const supported = supportedOf(wish);
    if (supported !== undefined) return refuse(reply, 'media-type-unsupported', { supported });
    const isDocument = wish.type === 'document';
    const limitBytes = isDocument ? limits.documentBytesMax : limits.batchSpoolBytesMax;
    if (wish.bytes > limitBytes) return refuse(reply, 'upload-too-large', { limitBytes });

    await sweep();
    const id = identifiers.uuid(now());
    const expiresAt = new Date(now() + limits.uploadSeconds * 1_000).toISOString();
    const { put, tokenSha256 } = await openDoor(ports, uploads.door, id, wish);
    const { clientId, taxpayerId } = submitter;
    const slot: UploadSlot = {
      ...wish,
      clientId,
      taxpayerId,
      expiresAt,
      ...(tokenSha256 !== undefined && { tokenSha256 }),
    };
    await uploads.objects.put(slotKey(id), Buffer.from(JSON.stringify(slot)));
    return reply
      .code(201)
      .header('location', `${ports.publicUrl}/v1/uploads/${id}`)
      .header('cache-control', 'no-store')
      .send({ id, method: 'PUT', ...put, expiresAt });
  });
}

/** What would be taken instead, or undefined for a kind that is. */
function supportedOf({ type, mediaType }: UploadWish): string | undefined {
  if (type === 'document') return documentMediaType(mediaType) ? undefined : DOCUMENT_MEDIA_TYPES;
  return readingOf({ 'content-type': mediaType }) ? undefined : BATCH_MEDIA_TYPES;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

async function openDoor(
  { limits, publicUrl }: Ports,
  door: Uploads['door'],
  id: string,
  wish: UploadWish,
) {
  if (door.kind === 'presigned') {
    const terms = { ...wish, expiresSeconds: limits.uploadSeconds };
    return { put: await door.presignPut(contentKey(id), terms), tokenSha256: undefined };
  }
  const token = randomBytes(32).toString('base64url');
  const headers = { 'content-length': String(wish.bytes), [TOKEN_HEADER]: token };
  return {
    put: { url: `${publicUrl}/v1/uploads/${id}/content`, headers },
    tokenSha256: sha256(token),
  };
}

/** Where the store has no lifecycle of its own: what has expired goes, looked for once in a while. */
function createSweep({ limits, now }: Ports, door: Uploads['door']): () => Promise<void> {
  let sweptMs = Number.NEGATIVE_INFINITY;
  return async () => {
    if (door.kind === 'presigned' || now() < sweptMs + SWEEP_EVERY_MS) return;
    sweptMs = now();
    // Twice its life: a batch may still be read when its time is over.
    await door.sweep('uploads/', now() - 2 * limits.uploadSeconds * 1_000);
  };
}

async function findSlot({ objects }: Deps['uploads'], id: string): Promise<UploadSlot | undefined> {
  const bytes = isUploadId(id) ? await objects.get(slotKey(id)) : undefined;
  return bytes && (JSON.parse(Buffer.from(bytes).toString()) as UploadSlot);
}

/** The token alone admits: it stands for the signature that a store would ask for. */
function contentRoute(app: FastifyInstance, deps: Deps): void {
  const { ports, refuse, uploads } = deps;
  const { door } = uploads;
  if (door.kind !== 'received') return;

  app.put<ById>('/v1/uploads/:id/content', orUnavailable(deps), async (request, reply) => {
    const { id } = request.params;
    const slot = await findSlot(uploads, id);
    if (slot === undefined) return refuse(reply, 'upload-unknown');
    const token = request.headers[TOKEN_HEADER];
    const given = sha256(typeof token === 'string' ? token : '');
    if (!timingSafeEqual(Buffer.from(given), Buffer.from(slot.tokenSha256 ?? ''.padEnd(64)))) {
      return refuse(reply, 'upload-token-wrong');
    }
    const { expiresAt, bytes } = slot;
    if (hasExpired(slot, ports)) return refuse(reply, 'upload-expired', { expiresAt });
    if (Number(request.headers['content-length'] ?? bytes) !== bytes) {
      return refuse(reply, 'upload-differs');
    }
    // Breaking off must not destroy the request: its connection still has to carry the answer.
    const body = request.raw.iterator({ destroyOnReturn: false });
    const outcome = await door.receive(contentKey(id), body, slot).catch((error: unknown) => {
      if (request.raw.destroyed && !request.raw.readableEnded) return 'differs' as const;
      throw error;
    });
    if (outcome === 'differs') return refuse(reply, 'upload-differs');
    if (outcome === 'already-stored') return refuse(reply, 'upload-present');
    return reply.code(204).send();
  });
}

const hasExpired = ({ expiresAt }: UploadSlot, { now }: Ports): boolean =>
  Date.parse(expiresAt) < now();

function completeRoute(app: FastifyInstance, deps: Deps, takers: Takers): void {
  const { ports, admit, refuse, uploads } = deps;

  app.post<ById>('/v1/uploads/:id/complete', orUnavailable(deps), async (request, reply) => {
    const startedMs = performance.now();
    const submitter = await admit(request, reply);
    if (submitter === undefined) return reply;
    const { id } = request.params;
    const slot = await findSlot(uploads, id);
    // Of another's upload nobody is told even that there is one.
    if (slot === undefined || !isOwn(slot, submitter)) return refuse(reply, 'upload-unknown');
    const { expiresAt, bytes, mediaType } = slot;
    if (hasExpired(slot, ports)) return refuse(reply, 'upload-expired', { expiresAt });
    const key = contentKey(id);
    const content = await checkContent(uploads.objects, key, slot);
    if (content !== 'same') return refuse(reply, `upload-${content}`);

    const kind = documentMediaType(mediaType);
    if (slot.type === 'document' && kind !== undefined) {
      const whole = await readWhole(uploads.objects, key, bytes);
      const document = { submitter, mediaType: kind, bytes: whole, startedMs };
      return takers.takeDocument(request, reply, document);
    }
    const reading = readingOf({ 'content-type': mediaType });
    if (reading === undefined) return refuse(reply, 'upload-unknown');
    return takers.takeBody(request, reply, {
      submitter,
      // Known to the client before it asks: whoever stops listening finds the results under it.
      batchId: id,
      reading,
      body: readContent(uploads.objects, key, bytes),
      claim: () => claim(uploads, id, request.id),
    });
  });
}

const isOwn = (slot: UploadSlot, { clientId, taxpayerId }: Submitter): boolean =>
  slot.clientId === clientId && slot.taxpayerId === taxpayerId;

/** Whether the batch is this request's to take: of many that ask, one. */
async function claim(
  { objects }: Deps['uploads'],
  id: string,
  requestId: string,
): Promise<boolean> {
  const claimId = randomBytes(16).toString('hex');
  const marker = Buffer.from(JSON.stringify({ requestId, claimId }));
  try {
    await objects.put(takenKey(id), marker);
    return true;
  } catch (error) {
    if (errorCode(error) === 'object-conflict') return false;
    throw error;
  }
}
