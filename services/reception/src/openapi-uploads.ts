/** The part of the API document on uploads. */
import type { ProblemCode } from '@ventanilla/problems';

/** Of announcing an upload, beside those of tokens. */
export const UPLOAD_CODES = [
  'media-type-unsupported',
  'uploads-unavailable',
  'upload-terms-invalid',
  'upload-too-large',
] as const satisfies readonly ProblemCode[];

/** Of putting its content, where reception takes it itself; the token of the request is not asked for. */
export const CONTENT_CODES = [
  'upload-unknown',
  'upload-expired',
  'upload-token-wrong',
  'uploads-unavailable',
  'upload-differs',
  'upload-present',
] as const satisfies readonly ProblemCode[];

/** Of completing it, beside those of the document or batch that it is. */
export const COMPLETE_CODES = [
  'upload-unknown',
  'upload-expired',
  'upload-missing',
  'uploads-unavailable',
  'upload-differs',
  'upload-taken',
] as const satisfies readonly ProblemCode[];

const bytes = (description: string) => ({ type: 'integer', minimum: 1, description });
const json = (name: string) => ({
  'application/json': { schema: { $ref: `#/components/schemas/${name}` } },
});

export const UPLOAD_SCHEMAS = {
  UploadLimits: {
    type: 'object',
    required: ['aboveBytes', 'documentBytesMax', 'batchBytesMax', 'expiresSeconds'],
    properties: {
      aboveBytes: bytes('Bodies above are to be uploaded; smaller ones may be'),
      documentBytesMax: bytes('Of one document'),
      batchBytesMax: bytes('Of one batch'),
      expiresSeconds: bytes('From announcing an upload to completing it'),
    },
  },
  UploadWish: {
    type: 'object',
    required: ['type', 'mediaType', 'bytes', 'sha256'],
    properties: {
      type: { enum: ['document', 'batch'] },
      mediaType: {
        type: 'string',
        description: 'Content-Type that POST /v1/documents or /v1/batches takes',
      },
      bytes: bytes('Exact length'),
      sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
    },
  },
  Upload: {
    type: 'object',
    required: ['id', 'method', 'url', 'headers', 'expiresAt'],
    properties: {
      id: { type: 'string', format: 'uuid', description: 'Of a batch: the batchId, too' },
      method: { const: 'PUT' },
      url: { type: 'string', format: 'uri', description: 'Where to put it; no token is needed' },
      headers: {
        type: 'object',
        additionalProperties: { type: 'string' },
        description: 'To be sent exactly so',
      },
      expiresAt: { type: 'string', format: 'date-time' },
    },
  },
} as const;

export interface UploadPathsNeeds {
  readonly refusals: (codes: readonly ProblemCode[]) => Record<string, unknown>;
  readonly headersIn: readonly object[];
  readonly tokenCodes: readonly ProblemCode[];
  /** Those of a document's and a batch's request. */
  readonly bodyCodes: readonly ProblemCode[];
}

const security = [{ oauth: ['documents:submit'] }];
const id = {
  name: 'id',
  in: 'path',
  required: true,
  schema: { type: 'string', format: 'uuid' },
};

/** A site that takes no uploads answers all of them 404 `route-not-found`. */
export const uploadPaths = (needs: UploadPathsNeeds) => ({
  '/v1/uploads': {
    get: {
      tags: ['uploads'],
      operationId: 'uploadLimits',
      summary: 'From which size to upload, and up to which',
      security,
      responses: {
        200: { description: 'The limits', content: json('UploadLimits') },
        ...needs.refusals(needs.tokenCodes),
      },
    },
    post: {
      tags: ['uploads'],
      operationId: 'announceUpload',
      summary: 'Ask where to put a body too large for a request',
      description:
        'Put exactly the announced bytes at `url` with `headers`, then complete the upload.',
      security,
      parameters: needs.headersIn,
      requestBody: { required: true, content: json('UploadWish') },
      responses: {
        201: { description: 'Where to put it', content: json('Upload') },
        ...needs.refusals([...needs.tokenCodes, ...UPLOAD_CODES]),
      },
    },
  },
  '/v1/uploads/{id}/content': {
    put: {
      tags: ['uploads'],
      operationId: 'putUpload',
      summary: 'Put the content, where `url` says so',
      parameters: [id],
      requestBody: {
        required: true,
        content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
      },
      responses: {
        204: { description: 'It is there' },
        ...needs.refusals(CONTENT_CODES),
      },
    },
  },
  '/v1/uploads/{id}/complete': {
    post: {
      tags: ['uploads'],
      operationId: 'completeUpload',
      summary: 'Hand in what was put',
      description: [
        'Checks length and SHA-256, then answers as POST /v1/documents or /v1/batches would have. A batch',
        'is taken once and goes on when nobody listens: its results are at /v1/batches/{id}, by the same id.',
      ].join(' '),
      security,
      parameters: [id, ...needs.headersIn],
      responses: {
        200: { description: 'As of POST /v1/batches, or of a document with `Prefer: wait`' },
        202: { description: 'As of POST /v1/documents', content: json('Accepted') },
        ...needs.refusals([
          ...new Set([...needs.tokenCodes, ...COMPLETE_CODES, ...needs.bodyCodes]),
        ]),
      },
    },
  },
});
