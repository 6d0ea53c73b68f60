/** Once a day `ventanilla lake export`, as a task that begins and ends. */
import type { Stack } from 'aws-cdk-lib';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import {
  ContainerImage,
  FargateTaskDefinition,
  type ICluster,
  LogDrivers,
  Secret,
} from 'aws-cdk-lib/aws-ecs';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { FilterPattern } from 'aws-cdk-lib/aws-logs';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { bucketArn, bucketName } from '../constructs/bucket.ts';
import { USER } from '../constructs/fargate-service.ts';
import { logGroupOf } from '../constructs/log-group.ts';
import type { Site } from '../constructs/site.ts';
import type { Keys } from './keys.ts';
import type { Network } from './network.ts';

/** In the hot store. */
export const LAKE_ROLE = 'ventanilla_lake';
/** What the command says when it has come to its end; a test compares. */
export const LAKE_HELD_WORDS = 'the lake holds';
export const LAKE_HELD_METRIC = { namespace: 'Ventanilla', metricName: 'LakeExports' } as const;
/** By UTC: what is exported ends where the day before did. */
const DAILY = 'cron(30 0 * * ? *)';

export interface LakeExportNeeds {
  readonly keys: Keys;
  readonly cluster: ICluster;
  readonly network: Network;
  readonly repository: IRepository;
  /** Address of the hot store, for its role. */
  readonly database: ISecret;
}

export function lakeExportTask(stack: Stack, site: Site, needs: LakeExportNeeds): void {
  const task = createTask(stack, site, needs);
  for (const right of rightsOf(site, needs.keys)) task.addToTaskRolePolicy(right);
  createSchedule(stack, site, needs, task);
}

/** It holds a batch, a million rows at most, compressed. */
function createTask(
  stack: Stack,
  site: Site,
  { keys, repository, database }: LakeExportNeeds,
): FargateTaskDefinition {
  const { settings, prefix } = site;
  const task = new FargateTaskDefinition(stack, 'lake-task', {
    family: `${prefix}-lake`,
    cpu: 1024,
    memoryLimitMiB: 4096,
  });
  task.addToExecutionRolePolicy(
    new PolicyStatement({ actions: ['kms:Decrypt'], resources: [keys.secrets.keyArn] }),
  );
  const logGroup = logGroupOf(stack, 'LakeLog', site, keys.logs);
  logGroup.addMetricFilter('LakeHeld', {
    filterPattern: FilterPattern.literal(`"${LAKE_HELD_WORDS}"`),
    metricNamespace: LAKE_HELD_METRIC.namespace,
    metricName: LAKE_HELD_METRIC.metricName,
    metricValue: '1',
  });
  task.addContainer('lake', {
    image: ContainerImage.fromEcrRepository(repository, settings.imageTag),
    command: ['packages/cli/bin/ventanilla.js', 'lake', 'export', '--json'],
    user: USER,
    readonlyRootFilesystem: true,
    environment: {
      LAKE_KIND: 's3',
      LAKE_S3_BUCKET: bucketName(site, 'lake'),
      LAKE_S3_REGION: settings.region,
    },
    secrets: { DATABASE_URL: Secret.fromSecretsManager(database) },
    logging: LogDrivers.awsLogs({ logGroup, streamPrefix: 'lake' }),
  });
  return task;
}

/** It adds, and changes nothing: the folders of `packages/backends/src/lake.ts`. */
export const LAKE_FOLDERS = ['plans/', 'invoices/', 'batches/'] as const;

function rightsOf(site: Site, keys: Keys): readonly PolicyStatement[] {
  const lake = bucketArn(site, 'lake');
  return [
    new PolicyStatement({
      actions: ['s3:GetObject', 's3:PutObject'],
      resources: LAKE_FOLDERS.map((folder) => `${lake}/${folder}*`),
    }),
    new PolicyStatement({ actions: ['s3:ListBucket'], resources: [lake] }),
    new PolicyStatement({
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [keys.storage.keyArn],
      conditions: {
        StringEquals: { 'kms:ViaService': `s3.${site.settings.region}.amazonaws.com` },
      },
    }),
  ];
}

function createSchedule(
  stack: Stack,
  { prefix }: Site,
  { cluster, network }: LakeExportNeeds,
  task: FargateTaskDefinition,
): void {
  const role = new Role(stack, 'LakeScheduler', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  });
  role.addToPolicy(
    new PolicyStatement({
      actions: ['ecs:RunTask'],
      resources: [task.taskDefinitionArn],
      conditions: { ArnEquals: { 'ecs:cluster': cluster.clusterArn } },
    }),
  );
  role.addToPolicy(
    new PolicyStatement({
      actions: ['iam:PassRole'],
      resources: [task.taskRole.roleArn, task.obtainExecutionRole().roleArn],
      conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    }),
  );
  new CfnSchedule(stack, 'LakeDaily', {
    name: `${prefix}-lake`,
    description: 'Yesterday into the lake',
    scheduleExpression: DAILY,
    flexibleTimeWindow: { mode: 'OFF' },
    target: {
      arn: cluster.clusterArn,
      roleArn: role.roleArn,
      retryPolicy: { maximumRetryAttempts: 5 },
      ecsParameters: {
        taskDefinitionArn: task.taskDefinitionArn,
        launchType: 'FARGATE',
        networkConfiguration: {
          awsvpcConfiguration: {
            subnets: network.vpc.selectSubnets({ subnetGroupName: 'tasks' }).subnetIds,
            securityGroups: [network.tasks.securityGroupId],
            assignPublicIp: 'DISABLED',
          },
        },
      },
    },
  });
}
