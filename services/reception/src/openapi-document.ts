/** Reception's part of the API document (OpenAPI 3.1); a test holds it to the routes and their codes. */
import { PROBLEMS, type ProblemCode } from '@ventanilla/problems';
import type { ApiDocument } from './core/api-merge.ts';
import { UPLOAD_SCHEMAS, uploadPaths } from './openapi-uploads.ts';

const TOKEN_CODES = [
  'token-missing',
  'token-malformed',
  'token-foreign',
  'token-signature-invalid',
  'token-expired',
  'token-not-yet-valid',
  'token-audience-wrong',
  'token-kind-wrong',
  'token-incomplete',
  'token-issuer-unavailable',
  'scope-missing',
  'taxpayer-unknown',
  'rate-limited',
] as const satisfies readonly ProblemCode[];

export const DOCUMENT_CODES = [
  ...TOKEN_CODES,
  'media-type-missing',
  'media-type-unsupported',
  'content-encoding-unsupported',
  'document-empty',
  'document-truncated',
  'document-too-large',
  'gzip-invalid',
  'gzip-too-large',
  'request-timeout',
  'reception-full',
  'stream-unavailable',
  'stream-timeout',
  'receipt-unavailable',
] as const satisfies readonly ProblemCode[];

export const BATCH_CODES = [
  ...TOKEN_CODES,
  'media-type-missing',
  'media-type-unsupported',
  'batch-empty',
  'batch-unreadable',
  'batch-too-large',
  'batch-too-many-entries',
  'batch-too-compressed',
  'batch-interrupted',
  'batches-full',
] as const satisfies readonly ProblemCode[];

export const ENTRY_CODES = [
  'entry-empty',
  'entry-too-large',
  'entry-too-compressed',
  'entry-encrypted',
  'entry-name-unsafe',
  'entry-name-duplicate',
  'entry-nested-archive',
  'entry-not-regular',
  'entry-compression-unsupported',
  'entry-corrupt',
  'entry-media-type-unsupported',
  'line-too-long',
  'line-envelope-invalid',
  'stream-unavailable',
  'stream-timeout',
  'receipt-unavailable',
] as const satisfies readonly ProblemCode[];

/** Responses by status, each naming the codes it may carry. */
function refusals(codes: readonly ProblemCode[]): Record<string, unknown> {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codes) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, named]) => [
      String(status),
      {
        description: named.map((code) => `\`${code}\`: ${PROBLEMS[code].title.en}`).join('. '),
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    ]),
  );
}

const text = (description: string, more: object = {}) => ({ type: 'string', description, ...more });
const binary = (description: string) => ({
  schema: { type: 'string', format: 'binary', description },
});

const SCHEMAS = {
  Problem: {
    type: 'object',
    description: 'RFC 9457; in Spanish or English by Accept-Language. Match on `code`.',
    required: ['type', 'title', 'status', 'detail', 'code', 'instance'],
    properties: {
      type: text('Page that explains the code, at this server', { format: 'uri-reference' }),
      title: text('What is wrong, in general'),
      status: { type: 'integer' },
      detail: text('What is wrong here and what to do'),
      code: text('Stable code; never changes its meaning'),
      instance: text('Request id, to quote when asking for help'),
    },
  },
  SubmissionReceipt: {
    type: 'object',
    description:
      'Signed proof that the authority holds the document. Verify offline: `ventanilla receipt verify`.',
    required: [
      'type',
      'documentId',
      'submissionId',
      'receivedAt',
      'position',
      'keyName',
      'signedTogether',
      'signature',
    ],
    properties: {
      type: { const: 'ventanilla/submission-receipt/v1' },
      documentId: text('SHA-256 of the exact bytes, lower-case hexadecimal'),
      submissionId: text('UUIDv7', { format: 'uuid' }),
      receivedAt: text('Instant of reception', { format: 'date-time' }),
      position: {
        type: 'object',
        required: ['partition', 'offset'],
        properties: { partition: { type: 'integer' }, offset: text('Decimal number') },
      },
      keyName: text('Key in /.well-known/ventanilla/keys.json'),
      signedTogether: {
        type: 'object',
        description: 'Place in the tree of receipts signed together (RFC 9162 §2.1)',
        required: ['index', 'size', 'proof'],
        properties: {
          index: { type: 'integer' },
          size: { type: 'integer' },
          proof: { type: 'array', items: text('base64 hash') },
        },
      },
      signature: text('base64'),
    },
  },
  Accepted: {
    type: 'object',
    required: [
      'documentId',
      'submissionId',
      'receivedAt',
      'status',
      'statusUrl',
      'submissionReceipt',
    ],
    properties: {
      documentId: text('SHA-256 of the exact bytes, lower-case hexadecimal'),
      submissionId: text('UUIDv7', { format: 'uuid' }),
      receivedAt: text('Instant of reception', { format: 'date-time' }),
      status: { const: 'received' },
      statusUrl: text('Where the outcome will be', { format: 'uri' }),
      submissionReceipt: { $ref: '#/components/schemas/SubmissionReceipt' },
    },
  },
  BatchLine: {
    description: 'One line for each document, in order, then one summary line',
    oneOf: [
      {
        type: 'object',
        required: ['index', 'name', 'documentId', 'submissionId', 'receivedAt', 'status'],
        properties: {
          index: { type: 'integer' },
          name: { type: ['string', 'null'] },
          documentId: text('SHA-256 of the exact bytes'),
          submissionId: text('UUIDv7'),
          receivedAt: text('Instant of reception'),
          status: { const: 'received' },
        },
      },
      {
        type: 'object',
        required: ['index', 'name', 'status', 'code', 'httpStatus', 'detail'],
        properties: {
          index: { type: 'integer' },
          name: { type: ['string', 'null'] },
          status: { const: 'refused' },
          code: { enum: ENTRY_CODES },
          httpStatus: { type: 'integer', description: 'Status the document alone would have met' },
          detail: text('In the language asked for'),
        },
      },
      {
        type: 'object',
        required: ['batchId', 'received', 'refused', 'complete', 'stored'],
        properties: {
          batchId: text('UUIDv7'),
          received: { type: 'integer' },
          refused: { type: 'integer' },
          complete: { type: 'boolean', description: 'false: `code` says what ended the batch' },
          stored: {
            type: 'boolean',
            description: 'Whether GET /v1/batches/{id} will tell it again',
          },
          code: { enum: BATCH_CODES.filter((code) => code.startsWith('batch-')) },
          detail: text('In the language asked for'),
        },
      },
    ],
  },
  ...UPLOAD_SCHEMAS,
} as const;

const HEADERS_IN = [
  {
    name: 'Accept-Language',
    in: 'header',
    schema: { type: 'string' },
    description: '`es` or `en`; English without it',
  },
  {
    name: 'traceparent',
    in: 'header',
    schema: { type: 'string' },
    description: 'W3C trace context, carried to the end of the pipeline',
  },
];

const documentOperation = (bytesMax: number) => ({
  tags: ['documents'],
  operationId: 'submitDocument',
  summary: 'Hand in one document',
  description: [
    'Answers 202 only when the document is stored durably. The document is named by the SHA-256 of',
    'its bytes: sending the same bytes again is harmless and tells the same outcome.',
  ].join(' '),
  security: [{ oauth: ['documents:submit'] }],
  parameters: [
    {
      name: 'Prefer',
      in: 'header',
      schema: { type: 'string', examples: ['wait=10'] },
      description:
        '`wait=N` (seconds, at most 30) holds the answer until the outcome is registered',
    },
    {
      name: 'Content-Encoding',
      in: 'header',
      schema: { enum: ['gzip'] },
    },
    ...HEADERS_IN,
  ],
  requestBody: {
    required: true,
    description: `At most ${bytesMax} bytes, inflated`,
    content: {
      'application/xml': binary('UBL or FEL invoice, or another registered format'),
      'text/xml': binary('The same'),
      'application/json': binary('Canonical invoice'),
    },
  },
  responses: {
    200: {
      description:
        'With `Prefer: wait`: the outcome, as GET /v1/documents/{id} tells it, and the receipt',
      content: { 'application/json': { schema: { type: 'object' } } },
    },
    202: {
      description: 'Received; the outcome will be at Location',
      headers: { Location: { schema: { type: 'string', format: 'uri' } } },
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Accepted' } } },
    },
    ...refusals(DOCUMENT_CODES),
  },
});

const batchOperation = {
  tags: ['batches'],
  operationId: 'submitBatch',
  summary: 'Hand in many documents',
  description: [
    'Read as it comes, in constant memory; every document is judged on its own. Result lines stream',
    'back and stay readable at Location. What is confirmed stays received even if the batch breaks off.',
  ].join(' '),
  security: [{ oauth: ['documents:submit'] }],
  parameters: HEADERS_IN,
  requestBody: {
    required: true,
    content: {
      'application/zip': binary('XML and JSON files, stored or deflated'),
      'application/gzip': binary('tar.gz of XML and JSON files'),
      'application/x-gtar': binary('The same'),
      'application/x-tar': binary('tar, not compressed'),
      'application/x-ndjson': {
        schema: {
          type: 'string',
          description:
            'A JSON document a line, or an envelope {"name", "mediaType", "content", "encoding": "text" | "base64"}; Content-Encoding: gzip is taken',
        },
      },
    },
  },
  responses: {
    200: {
      description: 'Result lines, then the summary',
      headers: { Location: { schema: { type: 'string', format: 'uri' } } },
      content: {
        'application/x-ndjson': { schema: { $ref: '#/components/schemas/BatchLine' } },
      },
    },
    ...refusals(BATCH_CODES),
  },
};

export const receptionDocument = (publicUrl: string, bytesMax: number): ApiDocument => ({
  openapi: '3.1.0',
  info: {
    title: 'Ventanilla',
    version: '1.0.0',
    description:
      'Hand in electronic invoices, know their outcome for certain, hold receipts that verify offline.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: publicUrl }],
  tags: [{ name: 'documents' }, { name: 'batches' }, { name: 'uploads' }],
  paths: {
    '/v1/documents': { post: documentOperation(bytesMax) },
    '/v1/batches': { post: batchOperation },
    ...uploadPaths({
      refusals,
      headersIn: HEADERS_IN,
      tokenCodes: TOKEN_CODES,
      bodyCodes: [
        'reception-full',
        'stream-unavailable',
        'stream-timeout',
        'receipt-unavailable',
        ...BATCH_CODES.filter((code) => code.startsWith('batch')),
      ],
    }),
  },
  components: {
    schemas: SCHEMAS,
    securitySchemes: {
      oauth: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: 'OAuth 2.0 access token of an issuer this site trusts (client credentials)',
      },
    },
  },
});
