import type { Site } from '../constructs/site.ts';
import { rightsOf } from '../rights.ts';
import { SERVICE_NAMES } from '../settings/schema.ts';
import { LAKE_FOLDERS } from '../stacks/lake-export.ts';
import { TOPIC_NAMES } from '../stacks/stream.ts';

/**
 * What the rule packs find and we keep, each with its reason. `where` matches paths of constructs; an
 * acknowledgement that matches nothing, or answers nothing, fails the check.
 */
export interface Acknowledgement {
  /** `Rule` or `Rule[finding]`. */
  readonly ids: readonly string[];
  readonly where: RegExp;
  readonly reason: string;
}

const iam = (...findings: readonly string[]) => findings.map((it) => `AwsSolutions-IAM5[${it}]`);
const nist = (...rules: readonly string[]) => rules.map((it) => `NIST.800.53.R5-${it}`);

/** As the rule pack writes an ARN with the account in it. */
const objectsArn = (prefix: string, purpose: string, path: string) =>
  `Resource::arn:<AWS::Partition>:s3:::${prefix}-${purpose}-<AWS::AccountId>/${path}`;

export const acknowledgementsFor = (site: Site): readonly Acknowledgement[] => [
  ...objectRights(site.prefix),
  auditorRights(site),
  ...(site.settings.stream.fanOut ? [fanOutRights(site)] : []),
  ...(site.settings.analytics.quicksight ? [TAGS] : []),
  ...(site.settings.telemetry.traces ? [TRACES] : []),
  deployRights(site.prefix),
  ...ACCESS,
  ...RESOURCES,
];

/** Every prefix that some service reads or writes. */
const objectPrefixes = (): readonly string[] => [
  ...new Set(SERVICE_NAMES.map(rightsOf).flatMap(({ reads, writes }) => [...reads, ...writes])),
];

const objectRights = (prefix: string): readonly Acknowledgement[] => [
  {
    ids: iam(
      ...objectPrefixes().map((objects) => objectsArn(prefix, 'objects', `${objects}*`)),
      ...TOPIC_NAMES.map((topic) => objectsArn(prefix, 'claims', `${topic}/*`)),
      objectsArn(prefix, 'uploads', 'uploads/*'),
    ),
    where: /-task\/TaskRole\/DefaultPolicy\/Resource$/,
    reason: 'Objects are many and named by their hash: a service is held to its own prefixes.',
  },
  {
    ids: iam(
      'Action::s3:Abort*',
      'Action::s3:DeleteObject*',
      'Action::s3:GetBucket*',
      'Action::s3:GetObject*',
      'Action::s3:List*',
      'Action::kms:GenerateDataKey*',
      'Action::kms:ReEncrypt*',
      objectsArn(prefix, 'raw', '*'),
    ),
    where: /-stream\/RawArchive\/S3 Destination Role\/DefaultPolicy\/Resource$/,
    reason: 'What Firehose needs, by the CDK: one role, for the raw archive bucket alone.',
  },
  {
    ids: iam(objectsArn(prefix, 'lake', 'invoices/*')),
    where: /-analytics\/LakeRole\/DefaultPolicy\/Resource$/,
    reason: 'Lake Formation reads every file of the table for whoever its filters let.',
  },
  {
    ids: iam(...LAKE_FOLDERS.map((folder) => objectsArn(prefix, 'lake', `${folder}*`))),
    where: /-compute\/lake-task\/TaskRole\/DefaultPolicy\/Resource$/,
    reason:
      'Files of the lake are many and named by their log entries: its writer has its own folders.',
  },
];

const auditorRights = ({ prefix, settings }: Site): Acknowledgement => ({
  ids: iam(
    'Resource::*',
    ...settings.analytics.auditorRegions.map((it) => objectsArn(prefix, 'lake', `results/${it}/*`)),
  ),
  where: /-analytics\/Auditor-[^/]+\/DefaultPolicy\/Resource$/,
  reason:
    'Results are named by their query, below the folder of the region; lakeformation:GetDataAccess takes no resource.',
});

/** Of services, each with the topics it handles, and of sites on the premises. */
const subscribers = ({ settings }: Site): readonly (readonly [group: string, topic: string])[] => [
  ...SERVICE_NAMES.flatMap((name) => rightsOf(name).handles.map((it) => [name, it] as const)),
  ...settings.onPremConsumers.map(({ id }) => [id, 'documents.registered'] as const),
];

const fanOutRights = (site: Site): Acknowledgement => ({
  ids: iam(
    ...subscribers(site).map(
      ([group, topic]) =>
        `Resource::arn:<AWS::Partition>:kinesis:<AWS::Region>:<AWS::AccountId>:stream/${site.prefix}.${topic}/consumer/${group}:*`,
    ),
  ),
  where: /-(compute\/[a-z]+-task\/TaskRole|hybrid\/Consumer-[^/]+)\/DefaultPolicy\/Resource$/,
  reason: 'Kinesis ends the name of a consumer with the instant at which it was registered.',
});

const TAGS: Acknowledgement = {
  ids: ['CloudFormation-Validate::W9009'],
  where: /-analytics\/QuickSightSet$/,
  reason:
    'Rows by tag of the session: deprecated by AWS in favour of another form of data set, and still what it is called.',
};

const deployRights = (prefix: string): Acknowledgement => {
  const ofRegion = (service: string, resource: string) =>
    `Resource::arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>:${resource}`;
  const compute = `${prefix}-compute`;
  return {
    ids: iam(
      'Resource::*',
      ofRegion('cloudformation', `stack/${compute}/*`),
      ofRegion('ecs', `task-definition/${prefix}-migrate:*`),
      ofRegion('ecs', `service/${compute}-*/${compute}-*`),
      ofRegion('ecs', `task/${compute}-*/*`),
      `Resource::arn:<AWS::Partition>:iam::<AWS::AccountId>:role/${compute}-migratetask*`,
    ),
    where: /-deploy\/Role\/DefaultPolicy\/Resource$/,
    reason:
      'Names that CloudFormation ends with letters of its own, revisions, and two actions that take no resource: the token of the registry, reading a task definition.',
  };
};

const ACCESS: readonly Acknowledgement[] = [
  {
    ids: [
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole]',
    ],
    where: /-data\/Database\/MonitoringRole\/Resource$/,
    reason: 'The policy AWS keeps for enhanced monitoring; it can only write its own metrics.',
  },
  {
    ids: nist('IAMNoInlinePolicy'),
    where: /\/DefaultPolicy\/Resource$/,
    reason:
      'A right belongs to one role and goes with it; a managed policy could be attached elsewhere.',
  },
  {
    ids: ['AwsSolutions-ECS2'],
    where: /-compute\/[a-z]+-task\/Resource$/,
    reason: 'Names, addresses and limits only; every secret comes from Secrets Manager.',
  },
  {
    ids: ['AwsSolutions-SMG4', ...nist('SecretsManagerRotationEnabled')],
    where: /-compute\/(Password|Url)-ventanilla_[a-z]+\/Resource$/,
    reason:
      'Rotated with the role in the database by the migration task, which the runbook schedules; the owner rotates by itself.',
  },
];

const TRACES: Acknowledgement = {
  ids: iam('Resource::*'),
  where: /-compute\/[a-z]+-task\/TaskRole\/DefaultPolicy\/Resource$/,
  reason: 'xray:PutTraceSegments takes no resource.',
};

const RESOURCES: readonly Acknowledgement[] = [
  {
    ids: iam('Resource::*'),
    where: /-task\/ExecutionRole\/DefaultPolicy\/Resource$/,
    reason: 'ecr:GetAuthorizationToken takes no resource; the images are named one by one.',
  },
  {
    ids: ['AwsSolutions-COG4', 'AwsSolutions-APIG4'],
    where:
      /\/Api\/Default\/(completeness|rules|schemas\/invoice\.json|ventanilla\/keys\.json|openapi\.json|public\/check(\/\{id\})?|log\/\{piece\+\})\/GET\/Resource$/,
    reason:
      'Public on purpose: the log, its checks and the rules are for everyone, and show no taxpayer.',
  },
  {
    ids: nist('APIGWSSLEnabled'),
    where: /\/Api\/DeploymentStage\.v1\/Resource$/,
    reason: 'The load balancer is reached over a private link from this API alone.',
  },
  {
    ids: nist('APIGWCacheEnabledAndEncrypted'),
    where: /\/Api\/DeploymentStage\.v1\/Resource$/,
    reason: 'Answers differ by caller and must not be kept.',
  },
  {
    ids: nist('ALBWAFEnabled'),
    where: /-compute\/Balancer\/Resource$/,
    reason: 'Internal: every request has passed the firewall of an API.',
  },
  {
    ids: nist('S3BucketReplicationEnabled'),
    where: /-(data|edge)\/[A-Za-z]+\/Resource$/,
    reason:
      'Copies in another region are a decision of law as much as of engineering: docs/aws.md, disaster recovery.',
  },
  {
    ids: nist('S3DefaultEncryptionKMS'),
    where: /-(data\/AccessLogs|edge\/(EdgeLogs|Portal))\/Resource$/,
    reason: 'Access logs cannot be delivered under a key of ours; the portal’s files are public.',
  },
  {
    ids: ['AwsSolutions-KDS3'],
    where: /-stream\/Documents[A-Za-z]+\/Resource$/,
    reason:
      'Encrypted with our storage key, which is named by its ARN: the rule cannot resolve it.',
  },
  {
    ids: ['AwsSolutions-KDF1'],
    where: /-stream\/RawArchive\/Resource$/,
    reason: 'Its source is an encrypted stream, for which Firehose takes no setting of its own.',
  },
  {
    ids: nist('VPCDefaultSecurityGroupClosed'),
    where: /-network\/Vpc\/Resource$/,
    reason:
      'Nothing uses it; closing it takes a function with the right to change security groups.',
  },
  {
    ids: nist('EC2RestrictedCommonPorts', 'EC2RestrictedSSH'),
    where: /-data\/DatabaseAccess\/from .*DatabaseRotationSingleUser.*$/,
    reason:
      'From the rotation function to the port of the store alone: the rule cannot resolve the port.',
  },
  {
    ids: nist('RDSInBackupPlan'),
    where: /-data\/Database\/(Resource|Writer\/Resource|Reader\d\/Resource)$/,
    reason:
      'Aurora keeps continuous backups of its own, for as long as the settings say, and the archive rebuilds the store.',
  },
  {
    ids: ['AwsSolutions-CFR1'],
    where: /-edge\/Distribution\/Resource$/,
    reason: 'Taxpayers travel: the portal answers everywhere.',
  },
  {
    ids: ['AwsSolutions-CFR4'],
    where: /-edge\/Distribution\/Resource$/,
    reason: 'Only where no domain is set: CloudFront’s own name dictates its own TLS setting.',
  },
];
