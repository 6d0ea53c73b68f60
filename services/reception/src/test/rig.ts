/** Reception over a memory stream, with tokens, keys and a query service made for the test. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createVerifier, type IssuerProfile, issuerProfile } from '@ventanilla/auth';
import { openUploads } from '@ventanilla/backends';
import { OperationalError } from '@ventanilla/errors';
import { decodeReceived, TOPICS } from '@ventanilla/messages';
import type { ObjectStore } from '@ventanilla/objects';
import { type SubmissionReceipt, verifySubmissionReceipt } from '@ventanilla/receipts';
import { noTracing, type Tracing } from '@ventanilla/runtime';
import type { Signer } from '@ventanilla/signatures';
import type { Sink, StreamRecord } from '@ventanilla/stream';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { buildApp } from '../app.ts';
import { createAppendGroup } from '../append-group.ts';
import { type AppendLimits, createAppendQueue } from '../append-queue.ts';
import { createIdentifiers } from '../identifiers.ts';
import type { Limits, Ports } from '../ports.ts';
import type { ForwardedRequest, ForwardedResponse } from '../upstream.ts';

const KEY_NAME = 'ventanilla.example/test';
export const ISSUER = 'https://id.example';
export const DOCUMENT_BYTES_MAX = 20_000;

const tokenKeys = await generateKeyPair('ES256', { extractable: true });
const jwks = { keys: [{ ...(await exportJWK(tokenKeys.publicKey)), kid: 'k1', alg: 'ES256' }] };
const receiptKeys = generateKeyPairSync('ed25519');

export const token = (
  claims: object = {},
  key: CryptoKeyLike = tokenKeys.privateKey,
  typ = 'at+jwt',
) =>
  new SignJWT({
    iss: ISSUER,
    sub: 'merchant',
    client_id: 'merchant',
    aud: 'ventanilla',
    exp: Math.floor(Date.now() / 1_000) + 600,
    scope: 'documents:submit',
    taxpayer_id: '12345678',
    roles: ['taxpayer'],
    ...claims,
  })
    .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ })
    .sign(key as never);
type CryptoKeyLike = unknown;

const signer: Signer = {
  publicKey: {
    name: KEY_NAME,
    algorithm: 'Ed25519',
    spki: receiptKeys.publicKey.export({ format: 'der', type: 'spki' }),
    validFrom: '2026-01-01T00:00:00.000Z',
  },
  sign: async (message) => sign(null, message, receiptKeys.privateKey),
  close: async () => undefined,
};

const failToSign = () => Promise.reject(new OperationalError('kms', 'away', { retryable: true }));

export const receiptHolds = (receipt: SubmissionReceipt): boolean =>
  verifySubmissionReceipt({ receipt, publicKey: signer.publicKey }).outcome === 'valid';

/** A sink that keeps what it is given, or does what the test says instead. */
function createTestSink() {
  const records: StreamRecord[] = [];
  const sizes: number[] = [];
  const keep: Sink['append'] = async (_, given) => {
    sizes.push(given.length);
    return given.map((record) => {
      const offset = String(records.length);
      records.push({ ...record, value: new Uint8Array(record.value) });
      return { ok: true, position: { partition: 0, offset } };
    });
  };
  const sink = { records, sizes, keep, topic: TOPICS.received, append: keep };
  return sink;
}

function createTestObjects(): ObjectStore & { readonly held: Map<string, Buffer> } {
  const held = new Map<string, Buffer>();
  return {
    held,
    put: async (key, bytes) => {
      held.set(key, Buffer.from(bytes));
      return 'stored';
    },
    replace: async () => undefined,
    get: async (key) => held.get(key),
    getRange: async () => undefined,
    list: async function* () {
      yield* held.keys();
    },
    close: async () => undefined,
  };
}

export type Answerer = (
  request: ForwardedRequest,
) => ForwardedResponse | Promise<ForwardedResponse>;

export const json = (
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): ForwardedResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: Readable.from([Buffer.from(JSON.stringify(value))]),
});

/** As a service opens them over a folder. */
async function openTestUploads() {
  const dir = mkdtempSync(join(tmpdir(), 'uploads-'));
  const uploads = await openUploads(
    { UPLOADS_KIND: 'fs', UPLOADS_DIR: dir, UPLOADS_S3_PREFIX: '' },
    'reception',
  );
  if (uploads === undefined) throw new Error('a folder takes uploads');
  return { ...uploads, dir, close: async () => rmSync(dir, { recursive: true, force: true }) };
}

export interface RigOptions {
  readonly limits?: Partial<Limits>;
  readonly appendLimits?: Partial<AppendLimits>;
  /** away: the key service cannot be reached. */
  readonly signatures?: 'away';
  readonly trustProxy?: boolean;
  /** fs: uploads are taken, in a folder of the test's own. */
  readonly uploads?: 'fs' | Ports['uploads'];
  readonly now?: () => number;
  readonly issuers?: readonly IssuerProfile[];
  readonly tracing?: Tracing;
}

export async function createRig(options: RigOptions = {}) {
  const sink = createTestSink();
  const objects = createTestObjects();
  const { tracing = noTracing } = options;
  const refused: string[] = [];
  const failures: unknown[] = [];
  const forwarded: ForwardedRequest[] = [];
  const query: { answer: Answerer } = { answer: () => json(404, { code: 'document-not-found' }) };
  const stopping = new AbortController();
  const folder = options.uploads === 'fs' ? await openTestUploads() : undefined;
  const uploads = options.uploads === 'fs' ? folder : options.uploads;
  const queue = createAppendQueue({
    append: createAppendGroup({
      sink: { append: (topic, records) => sink.append(topic, records) },
      signer: options.signatures === 'away' ? { ...signer, sign: failToSign } : signer,
      tracing,
      onFailure: (_, error) => failures.push(error),
    }),
    onGroup: () => undefined,
    limits: {
      groupSizeMax: 256,
      groupBytesMax: 4_000_000,
      inFlightMax: 2,
      queuedMax: 1_000,
      queuedBytesMax: 10_000_000,
      lingerMs: 1,
      timeoutMs: 10_000,
      ...options.appendLimits,
    },
  });
  const app = await buildApp({
    verifier: createVerifier({
      issuers: options.issuers ?? [issuerProfile.parse({ kind: 'embedded', issuer: ISSUER, jwks })],
    }),
    queue,
    objects,
    ...(uploads && { uploads }),
    upstream: {
      forward: async (request) => {
        forwarded.push(request);
        return query.answer(request);
      },
      close: async () => undefined,
    },
    identifiers: createIdentifiers(),
    tracing,
    now: options.now ?? Date.now,
    observe: {
      received: () => undefined,
      refused: (code) => refused.push(code),
      batch: () => undefined,
      failure: (error) => failures.push(error),
    },
    limits: {
      documentBytesMax: DOCUMENT_BYTES_MAX,
      bodyTimeoutMs: 5_000,
      batchSpoolBytesMax: 64_000_000,
      batchEntriesMax: 10_000,
      batchRatioMax: 200,
      batchesMax: 2,
      uploadsAboveBytes: 1_000,
      uploadSeconds: 60,
      ...options.limits,
    },
    publicUrl: 'https://api.example',
    scratchFolder: tmpdir(),
    trustProxy: options.trustProxy ?? false,
    signal: stopping.signal,
  });
  const bearer = `Bearer ${await token()}`;
  return {
    app,
    sink,
    objects,
    uploadsFolder: folder?.dir ?? '',
    query,
    queue,
    refused,
    failures,
    forwarded,
    bearer,
    stop: () => stopping.abort(),
    documents: () => sink.records.map((record) => decodeReceived(record)),
    close: async () => {
      await app.close();
      await queue.drained();
      await folder?.close();
    },
  };
}

export type Rig = Awaited<ReturnType<typeof createRig>>;
