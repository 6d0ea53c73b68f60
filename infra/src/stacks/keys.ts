/**
 * One key a purpose, so that a right to read one kind of thing is a right to nothing else. The keys
 * outlive every other stack: what they encrypted is lost without them.
 */
import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type CfnKey, type IKey, Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { type Site, stackOf } from '../constructs/site.ts';

export interface Keys {
  /** Wraps the data keys of stream records, originals, canonical forms and signing keys, by encryption context. */
  readonly documents: IKey;
  /** Signs log heads and submission receipts, where KMS does it. */
  readonly signing?: IKey;
  /** Buckets, streams, queues and topics. */
  readonly storage: IKey;
  readonly database: IKey;
  readonly secrets: IKey;
  readonly logs: IKey;
}

const PENDING_DAYS = 30;

/**
 * The keys as another stack sees them: by name, so that a right given there is written into the policy
 * of who receives it. Written into the key's own policy it would tie the two stacks into a knot.
 */
export type KeyRing = (stack: Stack) => Keys;

const PURPOSES = ['documents', 'signing', 'storage', 'database', 'secrets', 'logs'] as const;

export function createKeyRing(site: Site): KeyRing {
  const made = createKeys(site);
  const rings = new Map<Stack, Keys>();
  return (stack) => {
    const known = rings.get(stack);
    if (known) return known;
    const keys = Object.fromEntries(
      PURPOSES.flatMap((purpose) => {
        const key = made[purpose];
        return key ? [[purpose, Key.fromKeyArn(stack, `Key-${purpose}`, key.keyArn)]] : [];
      }),
    ) as unknown as Keys;
    rings.set(stack, keys);
    return keys;
  };
}

function createKeys(site: Site): Keys {
  const stack = stackOf(site, 'keys', 'encryption and signing keys');
  const key = (purpose: string, description: string) =>
    new Key(stack, purpose, {
      alias: `${site.prefix}/${purpose}`,
      description,
      enableKeyRotation: true,
      rotationPeriod: Duration.days(365),
      pendingWindow: Duration.days(PENDING_DAYS),
      removalPolicy: RemovalPolicy.RETAIN,
    });
  const storage = key('storage', 'Buckets, streams and topics');
  allowAlarms(storage);
  const logs = key('logs', 'Log groups');
  allowLogs(logs, site.settings.region);
  return {
    documents: documentsKey(stack, site),
    ...(site.settings.keys.signing.kind === 'kms' && { signing: signingKey(stack, site) }),
    storage,
    database: key('database', 'Hot store and its backups'),
    secrets: key('secrets', 'Passwords of the hot store'),
    logs,
  };
}

const signingKey = (stack: Stack, { prefix }: Site): IKey =>
  new Key(stack, 'signing', {
    alias: `${prefix}/signing`,
    description: 'Log heads and submission receipts',
    keySpec: KeySpec.ECC_NIST_P256,
    keyUsage: KeyUsage.SIGN_VERIFY,
    pendingWindow: Duration.days(PENDING_DAYS),
    removalPolicy: RemovalPolicy.RETAIN,
  });

function documentsKey(scope: Construct, { settings, prefix }: Site): IKey {
  const { documents } = settings.keys;
  if (documents.source === 'cloudhsm') {
    // CloudFormation cannot make a key in a custom key store: it is made by hand, by the runbook.
    return Key.fromKeyArn(scope, 'documents', documents.keyArn);
  }
  const imported = documents.source === 'imported';
  const key = new Key(scope, 'documents', {
    alias: `${prefix}/documents`,
    description: 'Data keys of documents',
    // Imported material cannot be rotated by AWS: the authority imports new material itself.
    enableKeyRotation: !imported,
    pendingWindow: Duration.days(PENDING_DAYS),
    removalPolicy: RemovalPolicy.RETAIN,
  });
  if (imported) (key.node.defaultChild as CfnKey).origin = 'EXTERNAL';
  return key;
}

/** CloudWatch publishes alarms to encrypted topics, and S3 tells of objects, with this key. */
function allowAlarms(key: Key): void {
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
    }),
  );
}

/** CloudWatch Logs of a region encrypts log groups with this key. */
export function allowLogs(key: Key, region: string): void {
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
      actions: [
        'kms:Encrypt',
        'kms:Decrypt',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
        'kms:GenerateDataKey',
        'kms:DescribeKey',
      ],
      resources: ['*'],
      conditions: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': `arn:*:logs:${region}:*:log-group:*`,
        },
      },
    }),
  );
}
