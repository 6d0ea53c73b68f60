/** A bucket that is private, encrypted, versioned, logged and reached over TLS only. */
import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Site } from './site.ts';

export type BucketPurpose = 'objects' | 'claims' | 'raw' | 'lake' | 'uploads';

/** Known by name, so that a right to it needs nothing of the stack that holds it. */
export const bucketName = ({ prefix }: Site, purpose: BucketPurpose): string =>
  `${prefix}-${purpose}-${Aws.ACCOUNT_ID}`;

export const bucketArn = (site: Site, purpose: BucketPurpose): string =>
  `arn:${Aws.PARTITION}:s3:::${bucketName(site, purpose)}`;

export interface BucketNeeds
  extends Pick<BucketProps, 'lifecycleRules' | 'objectLockDefaultRetention' | 'objectLockEnabled'> {
  readonly name: string;
  readonly key: IKey;
  readonly accessLogs: IBucket;
}

export const bucketOf = (
  scope: Construct,
  id: string,
  { name, key, accessLogs, ...rest }: BucketNeeds,
): Bucket =>
  new Bucket(scope, id, {
    ...rest,
    bucketName: name,
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    // One call to the key a bucket and hour instead of one an object.
    bucketKeyEnabled: true,
    versioned: true,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    serverAccessLogsBucket: accessLogs,
    serverAccessLogsPrefix: `${id.toLowerCase()}/`,
    removalPolicy: RemovalPolicy.RETAIN,
  });
