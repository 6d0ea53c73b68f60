import { PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { checkKey, type UploadDoor } from '@ventanilla/objects';
import { createClient, translated } from './client.ts';
import type { S3ObjectsOptions } from './s3-objects.ts';

/**
 * The way into a bucket by pre-signed PUTs. Length, checksum and "only if nothing is there" are headers
 * under the signature: S3 refuses any other request, and bytes that do not have that checksum.
 */
export function createS3UploadDoor(
  options: Pick<S3ObjectsOptions, 'bucket' | 'prefix' | 'client'>,
): UploadDoor & { readonly kind: 'presigned'; readonly close: () => Promise<void> } {
  const { bucket: Bucket, prefix } = options;
  // Signing sends nothing; a checksum of the SDK's own would be one of no bytes.
  const client = createClient({ ...options.client, requestChecksumCalculation: 'WHEN_REQUIRED' });
  return {
    kind: 'presigned',
    presignPut: (key, { sha256, bytes, expiresSeconds }) =>
      translated(async () => {
        checkKey(key);
        const ChecksumSHA256 = Buffer.from(sha256, 'hex').toString('base64');
        const headers = {
          'content-length': String(bytes),
          'if-none-match': '*',
          'x-amz-checksum-sha256': ChecksumSHA256,
        };
        const target = {
          Bucket,
          Key: prefix ? `${prefix}/${key}` : key,
          ContentLength: bytes,
          IfNoneMatch: '*',
          ChecksumSHA256,
        };
        const url = await getSignedUrl(client, new PutObjectCommand(target), {
          expiresIn: expiresSeconds,
          signableHeaders: new Set(['host', ...Object.keys(headers)]),
          // Hoisted into the URL they would bind nobody to send them.
          unhoistableHeaders: new Set(Object.keys(headers)),
        });
        return { url, headers };
      }),
    close: async () => client.destroy(),
  };
}
