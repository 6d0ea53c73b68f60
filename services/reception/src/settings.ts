import { issuersSetting } from '@ventanilla/auth';
import {
  encryptionSettings,
  objectsSettings,
  signingSettings,
  streamSettings,
  uploadsSettings,
} from '@ventanilla/backends';
import { z } from 'zod';

const count = (usual: number, max = Number.MAX_SAFE_INTEGER) =>
  z.coerce.number().int().min(1).max(max).default(usual);
const MIB = 1_024 * 1_024;

export const receptionSettings = {
  ...streamSettings,
  ...encryptionSettings,
  ...objectsSettings,
  ...signingSettings,
  ...uploadsSettings,
  HTTP_HOST: z.string().default('127.0.0.1').describe('Address of the API'),
  HTTP_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8080)
    .describe('Port of the API; 0 takes a free one'),
  PUBLIC_URL: z.url().describe('Where clients reach the API: the start of every link in an answer'),
  QUERY_URL: z.url().describe('The query service, to which reads are forwarded'),
  AUTH_ISSUERS: issuersSetting.describe('JSON array of the issuers whose tokens are accepted'),
  TRUST_PROXY: z.stringbool().default(false).describe('Believe X-Forwarded-For'),
  DOCUMENT_BYTES_MAX: count(MIB).describe('Bytes of one document, inflated'),
  BODY_TIMEOUT_MS: count(30_000).describe('How long one document may take to arrive'),
  BATCH_SPOOL_BYTES_MAX: count(2_048 * MIB).describe(
    'Bytes of a ZIP batch, kept on disk meanwhile',
  ),
  BATCH_ENTRIES_MAX: count(1_000_000).describe('Documents of one batch'),
  BATCH_RATIO_MAX: count(200).describe('Inflated over compressed bytes of one batch'),
  BATCHES_MAX: count(4).describe('Batches taken at once'),
  UPLOADS_ABOVE_BYTES: count(8 * MIB).describe(
    'Bodies above are better uploaded, clients are told: less than the gateway in front takes',
  ),
  UPLOADS_LIFETIME_SECONDS: count(3_600, 43_200).describe(
    'From the address of an upload to its completion',
  ),
  SCRATCH_DIR: z.string().optional().describe('Folder for temporary files of batches'),
  RATE_LIMIT_REQUESTS: z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .describe('Requests a window and client; 0 sets no limit'),
  RATE_LIMIT_WINDOW_SECONDS: count(60).describe('That window'),
  APPEND_GROUP_SIZE_MAX: count(256).describe('Documents of one append to the stream'),
  APPEND_GROUP_BYTES_MAX: count(4 * MIB).describe('Bytes of one append'),
  APPEND_IN_FLIGHT_MAX: count(2).describe('Appends under way at once'),
  APPEND_LINGER_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(100)
    .default(20)
    .describe('How long the first document of an append waits for others while there are some'),
  APPEND_TIMEOUT_MS: count(10_000).describe(
    'How long a document may wait for the stream to hold it',
  ),
  QUEUE_DOCUMENTS_MAX: count(5_000).describe('Documents waiting for the stream'),
  QUEUE_BYTES_MAX: count(64 * MIB).describe('Their bytes'),
};

export type ReceptionSettings = z.infer<z.ZodObject<typeof receptionSettings>>;
