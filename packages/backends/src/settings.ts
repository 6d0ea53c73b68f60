/** Settings of the back ends: every service spreads in the fragments it needs. */
import { z } from 'zod';

const positive = z.coerce.number().int().min(1);

export const databaseSettings = {
  DATABASE_URL: z.url().describe('Postgres, with the role of this service'),
  DATABASE_POOL_MAX: positive.default(4).describe('Connections at most'),
};

export const streamSettings = {
  STREAM_KIND: z
    .enum(['postgres', 'kafka', 'kinesis'])
    .describe('Which stream carries the documents'),
  STREAM_URL: z
    .url()
    .optional()
    .describe('postgres: the database that holds the stream; kinesis: the one that holds leases'),
  STREAM_PARTITIONS: positive.max(1_024).default(4).describe('Partitions of a new topic'),
  STREAM_LANES: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_024)
    .default(4)
    .describe(
      'Bundles of documents under way side by side; a multiple of the partitions; 0 sends each document alone',
    ),
  STREAM_LINGER_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_000)
    .default(100)
    .describe('postgres, kinesis: how long few documents wait for company before they are taken'),
  STREAM_RETENTION_HOURS: positive
    .optional()
    .describe(
      'postgres: hours a settled record is kept, for replay (24); else hours a record of a new topic is kept, settled or not (168)',
    ),
  STREAM_KAFKA_BROKERS: z.string().optional().describe('kafka: host:port, separated by commas'),
  STREAM_KAFKA_REPLICATION: positive
    .max(9)
    .default(3)
    .describe('kafka: copies of each partition of a new topic'),
  STREAM_KAFKA_IN_SYNC_MIN: positive
    .max(9)
    .default(2)
    .describe('kafka: copies that have a record before it counts as durable'),
  STREAM_KAFKA_TLS: z.stringbool().default(false).describe('kafka: connect by TLS'),
  STREAM_KAFKA_TLS_CA: z.string().optional().describe('kafka: PEM of the authority, else public'),
  STREAM_KAFKA_TLS_CERT: z.string().optional().describe('kafka: PEM of our client certificate'),
  STREAM_KAFKA_TLS_KEY: z.string().optional().describe('kafka: PEM of its private key'),
  STREAM_KAFKA_SASL: z
    .enum(['none', 'plain', 'scram-sha-256', 'scram-sha-512', 'msk-iam'])
    .default('none')
    .describe('kafka: how we sign in'),
  STREAM_KAFKA_REGION: z.string().optional().describe('kafka: AWS region, for msk-iam'),
  STREAM_KAFKA_SASL_USERNAME: z.string().optional().describe('kafka: who signs in'),
  STREAM_KAFKA_SASL_PASSWORD: z.string().optional().describe('kafka: with this password'),
  STREAM_KINESIS_REGION: z.string().optional().describe('kinesis: the region'),
  STREAM_KINESIS_ENDPOINT: z.url().optional().describe('kinesis: another server than AWS'),
  STREAM_KINESIS_ACCESS_KEY_ID: z
    .string()
    .optional()
    .describe('kinesis: else the task role is used'),
  STREAM_KINESIS_SECRET_ACCESS_KEY: z
    .string()
    .optional()
    .describe('kinesis: with the access key id'),
  STREAM_KINESIS_PREFIX: z
    .string()
    .default('')
    .describe('kinesis: put before a topic to name its stream'),
  STREAM_KINESIS_KMS_KEY_ID: z
    .string()
    .optional()
    .describe('kinesis: key with which new streams are encrypted at rest'),
  STREAM_KINESIS_ON_DEMAND: z
    .stringbool()
    .default(false)
    .describe('kinesis: new streams scale by themselves, whatever STREAM_PARTITIONS says'),
  STREAM_KINESIS_FAN_OUT: z
    .stringbool()
    .default(false)
    .describe('kinesis: each group subscribes, at a throughput of its own, in place of polling'),
  STREAM_CLAIMS_KIND: z
    .enum(['none', 'fs', 's3'])
    .default('none')
    .describe('Where values too large for the stream are kept meanwhile; none: they are refused'),
  STREAM_CLAIMS_ABOVE_BYTES: positive
    .max(1_000_000)
    .default(1_000_000)
    .describe('Encoded values above travel by reference; no stream takes much more'),
  STREAM_CLAIMS_DIR: z.string().optional().describe('claims on fs: the folder'),
  STREAM_CLAIMS_S3_BUCKET: z
    .string()
    .optional()
    .describe('claims on s3: the bucket, without Object Lock: what is in it is removed by age'),
  STREAM_CLAIMS_S3_PREFIX: z.string().default('').describe('claims on s3: put before every key'),
  STREAM_CLAIMS_S3_REGION: z.string().optional().describe('claims on s3: the region'),
  STREAM_CLAIMS_S3_ENDPOINT: z.url().optional().describe('claims on s3: another server than AWS'),
  STREAM_CLAIMS_S3_ACCESS_KEY_ID: z
    .string()
    .optional()
    .describe('claims on s3: else the task role is used'),
  STREAM_CLAIMS_S3_SECRET_ACCESS_KEY: z
    .string()
    .optional()
    .describe('claims on s3: with the access key id'),
};

export const objectsSettings = {
  OBJECTS_KIND: z.enum(['fs', 's3']).describe('Where segments, tiles and manifests are kept'),
  OBJECTS_DIR: z.string().optional().describe('fs: the folder'),
  OBJECTS_FS_LOCK_DAYS: z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .describe('fs: days for which nothing of ours removes what was stored'),
  OBJECTS_S3_BUCKET: z.string().optional().describe('s3: the bucket'),
  OBJECTS_S3_PREFIX: z.string().default('').describe('s3: put before every key'),
  OBJECTS_S3_REGION: z.string().optional().describe('s3: the region'),
  OBJECTS_S3_ENDPOINT: z.url().optional().describe('s3: another server than AWS'),
  OBJECTS_S3_ACCESS_KEY_ID: z.string().optional().describe('s3: else the task role is used'),
  OBJECTS_S3_LOCK_MODE: z
    .enum(['GOVERNANCE', 'COMPLIANCE'])
    .optional()
    .describe('s3: Object Lock of everything stored; the bucket must have it enabled'),
  OBJECTS_S3_LOCK_DAYS: positive.optional().describe('s3: days an object stays locked'),
  OBJECTS_S3_SECRET_ACCESS_KEY: z.string().optional().describe('s3: with the access key id'),
};

/** Of the store in which clients put large bodies by themselves. */
export const uploadsSettings = {
  UPLOADS_KIND: z
    .enum(['none', 'fs', 's3'])
    .default('none')
    .describe('Where clients put large bodies before they complete them; none: not at all'),
  UPLOADS_DIR: z
    .string()
    .optional()
    .describe('uploads on fs: the folder, shared by every reception'),
  UPLOADS_S3_BUCKET: z
    .string()
    .optional()
    .describe('uploads on s3: the bucket, without Object Lock, with a lifecycle of a day or two'),
  UPLOADS_S3_PREFIX: z.string().default('').describe('uploads on s3: put before every key'),
  UPLOADS_S3_REGION: z.string().optional().describe('uploads on s3: the region'),
  UPLOADS_S3_ENDPOINT: z
    .url()
    .optional()
    .describe('uploads on s3: another server than AWS, as clients reach it'),
  UPLOADS_S3_ACCESS_KEY_ID: z
    .string()
    .optional()
    .describe('uploads on s3: else the task role is used'),
  UPLOADS_S3_SECRET_ACCESS_KEY: z
    .string()
    .optional()
    .describe('uploads on s3: with the access key id'),
};

/** Of the lake's store: a bucket or folder of its own, which others read. */
export const lakeSettings = {
  LAKE_KIND: z.enum(['fs', 's3']).describe('Where the lake is kept'),
  LAKE_DIR: z.string().optional().describe('fs: the folder'),
  LAKE_S3_BUCKET: z.string().optional().describe('s3: the bucket'),
  LAKE_S3_PREFIX: z.string().default('').describe('s3: put before every key'),
  LAKE_S3_REGION: z.string().optional().describe('s3: the region'),
  LAKE_S3_ENDPOINT: z.url().optional().describe('s3: another server than AWS'),
  LAKE_S3_ACCESS_KEY_ID: z.string().optional().describe('s3: else the task role is used'),
  LAKE_S3_SECRET_ACCESS_KEY: z.string().optional().describe('s3: with the access key id'),
};

/** Of whichever of the two is in an HSM or in KMS. */
const keyServiceSettings = {
  HSM_LIBRARY: z.string().optional().describe("hsm: path of the vendor's PKCS#11 library"),
  HSM_TOKEN_LABEL: z.string().optional().describe('hsm: label of the token'),
  HSM_PIN: z.string().optional().describe('hsm: PIN of the user; CloudHSM: user:password'),
  KMS_REGION: z.string().optional().describe('kms: the region, else the AWS chain decides'),
  KMS_ENDPOINT: z.url().optional().describe('kms: another server than AWS'),
};

export const encryptionSettings = {
  ...keyServiceSettings,
  ENCRYPTION_KIND: z.enum(['local', 'kms', 'hsm']).describe('Who wraps data keys'),
  ENCRYPTION_KEY_FILE: z.string().optional().describe('local: the file of wrapping keys'),
  ENCRYPTION_KMS_KEY_ID: z.string().optional().describe('kms: ARN of the wrapping key'),
  ENCRYPTION_KMS_FORMER_KEY_IDS: z
    .string()
    .default('')
    .describe('kms: ARNs of earlier keys that may still unwrap, separated by commas'),
  ENCRYPTION_HSM_KEY_LABEL: z.string().optional().describe('hsm: label of the wrapping key'),
};

export const signingSettings = {
  ...keyServiceSettings,
  SIGNING_KIND: z
    .enum(['local', 'kms', 'hsm', 'wrapped'])
    .describe(
      'Who signs log heads and submission receipts; wrapped is the service, by a key that ENCRYPTION_KIND wraps',
    ),
  SIGNING_KEY_FILE: z.string().optional().describe('local: PEM of the private key'),
  SIGNING_KMS_KEY_ID: z.string().optional().describe('kms: ARN of an ECC_NIST_P256 key'),
  SIGNING_HSM_KEY_LABEL: z.string().optional().describe('hsm: label of a P-256 key pair'),
  SIGNING_KEY_VALID_FROM: z.iso
    .datetime()
    .optional()
    .describe('kms, hsm: instant from which the key is published as in use'),
  SIGNING_KEY_NAME: z
    .string()
    .default('ventanilla.example/log')
    .describe('Name of the key, which is the origin of the log'),
};

type Of<S extends z.ZodRawShape> = z.infer<z.ZodObject<S>>;
export type DatabaseSettings = Of<typeof databaseSettings>;
export type StreamSettings = Of<typeof streamSettings>;
export type ObjectsSettings = Of<typeof objectsSettings>;
export type UploadsSettings = Of<typeof uploadsSettings>;
export type LakeSettings = Of<typeof lakeSettings>;
export type EncryptionSettings = Of<typeof encryptionSettings>;
export type SigningSettings = Of<typeof signingSettings>;
