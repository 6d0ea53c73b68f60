/** What must survive everything: documents, log, raw archive, lake and the hot store. */
import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  AuroraPostgresEngineVersion,
  ClusterInstance,
  Credentials,
  DatabaseCluster,
  DatabaseClusterEngine,
  ParameterGroup,
} from 'aws-cdk-lib/aws-rds';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectLockRetention,
  ObjectOwnership,
  StorageClass,
} from 'aws-cdk-lib/aws-s3';
import { type BucketPurpose, bucketName, bucketOf } from '../constructs/bucket.ts';
import { isProduction, type Site, stackOf } from '../constructs/site.ts';
import type { KeyRing, Keys } from './keys.ts';
import type { Network } from './network.ts';
import { TOPIC_NAMES } from './stream.ts';

export interface Data {
  readonly accessLogs: Bucket;
  /** Segments, log and batches. */
  readonly objects: Bucket;
  /** Values too large for the stream, as long as it keeps their records. */
  readonly claims: Bucket;
  /** What Firehose writes, beside our own archive. */
  readonly raw: Bucket;
  readonly lake: Bucket;
  /** Batches too large for the API, sent by pre-signed URLs. */
  readonly uploads: Bucket;
  readonly database: DatabaseCluster;
  readonly databaseAccess: SecurityGroup;
}

export const DATABASE_NAME = 'ventanilla';
export const DATABASE_PORT = 5433;
/** Who signs Aurora's certificates: no public authority, so docker/aws.Dockerfile brings theirs along. */
export const DATABASE_CA_FILE = '/etc/ventanilla/database-ca.pem';

export function createData(site: Site, network: Network, ring: KeyRing): Data {
  const stack = stackOf(site, 'data', 'buckets and hot store');
  const keys = ring(stack);
  const accessLogs = accessLogBucket(stack);
  const databaseAccess = new SecurityGroup(stack, 'DatabaseAccess', {
    vpc: network.vpc,
    description: 'Hot store',
    allowAllOutbound: false,
  });
  return {
    accessLogs,
    ...createBuckets(stack, site, keys, accessLogs),
    database: createDatabase(stack, site, network, keys, databaseAccess),
    databaseAccess,
  };
}

function accessLogBucket(stack: Stack): Bucket {
  return new Bucket(stack, 'AccessLogs', {
    // Access logs cannot be delivered to a bucket that is encrypted with a key of ours.
    encryption: BucketEncryption.S3_MANAGED,
    versioned: true,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    lifecycleRules: [
      { expiration: Duration.days(400), noncurrentVersionExpiration: Duration.days(7) },
    ],
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

function createBuckets(stack: Stack, site: Site, keys: Keys, accessLogs: Bucket) {
  const needs = (purpose: BucketPurpose) => ({
    name: bucketName(site, purpose),
    key: keys.storage,
    accessLogs,
  });
  const { settings } = site;
  const { mode, days, glacierAfterDays } = settings.retention;
  const lock =
    mode === 'COMPLIANCE'
      ? ObjectLockRetention.compliance(Duration.days(days))
      : ObjectLockRetention.governance(Duration.days(days));
  const toGlacier = (prefix: string) => ({
    prefix,
    transitions: [
      {
        storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL,
        transitionAfter: Duration.days(glacierAfterDays),
      },
    ],
  });
  return {
    objects: bucketOf(stack, 'Objects', {
      ...needs('objects'),
      objectLockEnabled: true,
      objectLockDefaultRetention: lock,
      lifecycleRules: [
        toGlacier('segments/'),
        // The latest head replaces the one before; versions that are no longer locked may go.
        { prefix: 'log/checkpoint', noncurrentVersionExpiration: Duration.days(days + 1) },
        { prefix: 'batches/', expiration: Duration.days(90) },
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    }),
    claims: bucketOf(stack, 'Claims', {
      ...needs('claims'),
      // No lock: a day longer than the stream keeps the record, those of dead letters for good.
      lifecycleRules: TOPIC_NAMES.filter((topic) => topic !== 'documents.dead').map((topic) => ({
        prefix: `${topic}/`,
        expiration: Duration.days(Math.ceil(settings.stream.retentionHours / 24) + 1),
        noncurrentVersionExpiration: Duration.days(1),
      })),
    }),
    // Firehose may not be able to write where a default retention is set, so a lock here is by version.
    raw: bucketOf(stack, 'Raw', {
      ...needs('raw'),
      lifecycleRules: [
        {
          transitions: [
            { storageClass: StorageClass.GLACIER, transitionAfter: Duration.days(30) },
            { storageClass: StorageClass.DEEP_ARCHIVE, transitionAfter: Duration.days(180) },
          ],
          expiration: Duration.days(Math.max(days, 365)),
        },
      ],
    }),
    lake: bucketOf(stack, 'Lake', {
      ...needs('lake'),
      lifecycleRules: [
        { noncurrentVersionExpiration: Duration.days(30) },
        // Of queries, which can be asked again.
        { prefix: 'results/', expiration: Duration.days(30) },
      ],
    }),
    uploads: bucketOf(stack, 'Uploads', {
      ...needs('uploads'),
      lifecycleRules: [
        {
          expiration: Duration.days(2),
          noncurrentVersionExpiration: Duration.days(1),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    }),
  };
}

function createDatabase(
  stack: Stack,
  site: Site,
  { vpc }: Network,
  keys: Keys,
  access: SecurityGroup,
): DatabaseCluster {
  const { acuMin, acuMax, readers, backupDays } = site.settings.database;
  const engine = DatabaseClusterEngine.auroraPostgres({
    version: AuroraPostgresEngineVersion.VER_17_9,
  });
  const instance = {
    publiclyAccessible: false,
    enablePerformanceInsights: true,
    performanceInsightEncryptionKey: keys.database,
  };
  const cluster = new DatabaseCluster(stack, 'Database', {
    engine,
    vpc,
    vpcSubnets: { subnetGroupName: 'data' },
    securityGroups: [access],
    writer: ClusterInstance.serverlessV2('Writer', instance),
    readers: Array.from({ length: readers }, (_, at) =>
      ClusterInstance.serverlessV2(`Reader${at + 1}`, { ...instance, scaleWithWriter: at === 0 }),
    ),
    serverlessV2MinCapacity: acuMin,
    serverlessV2MaxCapacity: acuMax,
    defaultDatabaseName: DATABASE_NAME,
    credentials: Credentials.fromGeneratedSecret('owner', { encryptionKey: keys.secrets }),
    parameterGroup: new ParameterGroup(stack, 'Parameters', {
      engine,
      description: 'TLS only, statements that wait long are logged',
      parameters: { 'rds.force_ssl': '1', log_lock_waits: '1', log_min_duration_statement: '2000' },
    }),
    iamAuthentication: true,
    storageEncrypted: true,
    storageEncryptionKey: keys.database,
    backup: { retention: Duration.days(backupDays), preferredWindow: '06:00-07:00' },
    preferredMaintenanceWindow: 'sun:07:30-sun:08:30',
    cloudwatchLogsExports: ['postgresql'],
    copyTagsToSnapshot: true,
    deletionProtection: true,
    monitoringInterval: Duration.seconds(60),
    removalPolicy: isProduction(site) ? RemovalPolicy.RETAIN : RemovalPolicy.SNAPSHOT,
    port: DATABASE_PORT,
  });
  cluster.addRotationSingleUser({
    automaticallyAfter: Duration.days(30),
    vpcSubnets: { subnetGroupName: 'tasks' },
  });
  return cluster;
}
