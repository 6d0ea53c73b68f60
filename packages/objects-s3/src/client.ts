import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { statusOf, translate } from './errors.ts';

const NO_ANSWER_AFTER_MS = 15_000;
const CONNECT_WITHIN_MS = 3_000;

export const createClient = (config: S3ClientConfig): S3Client =>
  new S3Client({
    maxAttempts: 3,
    requestHandler: { requestTimeout: NO_ANSWER_AFTER_MS, connectionTimeout: CONNECT_WITHIN_MS },
    ...config,
  });

export async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translate(error);
  }
}

/** What S3 says, or undefined when there is no such object. */
export async function orMissing<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    const isMissing = statusOf(error) === 404 && (error as Error).name !== 'NoSuchBucket';
    if (isMissing) return undefined;
    throw error;
  }
}
