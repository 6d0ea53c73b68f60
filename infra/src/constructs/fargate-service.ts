/** One of our services on Fargate: its task, its rights, its scaling. */
import { Duration, type Stack } from 'aws-cdk-lib';
import { AdjustmentType, MetricAggregationType } from 'aws-cdk-lib/aws-applicationautoscaling';
import type { ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import {
  ContainerImage,
  CpuArchitecture,
  Secret as EcsSecret,
  FargateService,
  FargateTaskDefinition,
  type ICluster,
  LogDrivers,
  OperatingSystemFamily,
} from 'aws-cdk-lib/aws-ecs';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Stream } from 'aws-cdk-lib/aws-kinesis';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { HEALTH_PORT, HTTP_PORTS } from '../service-environment.ts';
import type { ServiceName, ServiceSize } from '../settings/schema.ts';
import { COLLECTOR_SIZE, collectorConfig, hasCollector, type Telemetry } from './collector.ts';

export interface ServiceNeeds {
  readonly name: ServiceName;
  readonly size: ServiceSize;
  readonly cluster: ICluster;
  readonly vpc: IVpc;
  readonly securityGroup: ISecurityGroup;
  readonly repository: IRepository;
  readonly collector: IRepository;
  readonly telemetry: Telemetry;
  /** Where the collector writes figures; absent: it takes none. */
  readonly metricsLog: ILogGroup | undefined;
  readonly imageTag: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, ISecret>>;
  readonly logGroup: ILogGroup;
  readonly secretsKeyArn: string;
  /** What it consumes; its age drives scaling. */
  readonly consumes?: Stream;
}

/** Seconds to finish what is in hand: the runtime stops within 25. */
const STOP_SECONDS = 30;
/** Any user but root; the images belong to it. */
export const USER = '10001:10001';
const CPU_TARGET_PERCENT = 60;

export function fargateService(stack: Stack, needs: ServiceNeeds): FargateService {
  const { name, size, cluster, securityGroup } = needs;
  const task = taskOf(stack, needs);
  const service = new FargateService(stack, name, {
    serviceName: name,
    cluster,
    taskDefinition: task,
    desiredCount: size.tasksMin,
    minHealthyPercent: 100,
    maxHealthyPercent: 200,
    circuitBreaker: { enable: true, rollback: true },
    assignPublicIp: false,
    enableExecuteCommand: false,
    vpcSubnets: { subnetGroupName: 'tasks' },
    securityGroups: [securityGroup],
    capacityProviderStrategies: capacityOf(size),
    ...(HTTP_PORTS[name] !== undefined && {
      healthCheckGracePeriod: Duration.seconds(60),
      cloudMapOptions: { name, dnsTtl: Duration.seconds(10) },
    }),
  });
  scale(service, needs);
  return service;
}

/** The first task is never on Spot, so that something always runs. */
const capacityOf = ({ spotPercent, tasksMin }: ServiceSize) =>
  spotPercent === 0
    ? [{ capacityProvider: 'FARGATE', weight: 1, base: tasksMin }]
    : [
        { capacityProvider: 'FARGATE', weight: 100 - spotPercent, base: 1 },
        { capacityProvider: 'FARGATE_SPOT', weight: spotPercent },
      ];

export function taskOf(stack: Stack, needs: ServiceNeeds): FargateTaskDefinition {
  const { name, size, environment, secrets } = needs;
  const task = new FargateTaskDefinition(stack, `${name}-task`, {
    family: `${stack.stackName}-${name}`,
    cpu: size.cpu,
    memoryLimitMiB: size.memoryMiB,
    runtimePlatform: {
      cpuArchitecture: CpuArchitecture.X86_64,
      operatingSystemFamily: OperatingSystemFamily.LINUX,
    },
  });
  task.addToExecutionRolePolicy(
    new PolicyStatement({ actions: ['kms:Decrypt'], resources: [needs.secretsKeyArn] }),
  );
  // The only place that can be written to; gone with the task.
  task.addVolume({ name: 'scratch' });
  const container = task.addContainer(name, {
    image: ContainerImage.fromEcrRepository(needs.repository, needs.imageTag),
    // The image starts Node by itself, with the flags its services need.
    command: [`services/${name}/src/main.ts`],
    user: USER,
    readonlyRootFilesystem: true,
    essential: true,
    ...(hasCollector(needs.telemetry) && besideCollector(size)),
    stopTimeout: Duration.seconds(STOP_SECONDS),
    environment: { ...environment },
    secrets: Object.fromEntries(
      Object.entries(secrets).map(([setting, secret]) => [
        setting,
        EcsSecret.fromSecretsManager(secret),
      ]),
    ),
    logging: LogDrivers.awsLogs({ logGroup: needs.logGroup, streamPrefix: name }),
    healthCheck: {
      command: ['CMD', 'node', '-e', healthProbe()],
      interval: Duration.seconds(15),
      timeout: Duration.seconds(5),
      retries: 4,
      startPeriod: Duration.seconds(60),
    },
    portMappings: [{ containerPort: HTTP_PORTS[name] ?? HEALTH_PORT }],
  });
  container.addMountPoints({ sourceVolume: 'scratch', containerPath: '/tmp', readOnly: false });
  if (hasCollector(needs.telemetry)) addCollector(stack, task, needs);
  return task;
}

const healthProbe = (): string =>
  `fetch('http://127.0.0.1:${HEALTH_PORT}/livez').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`;

/** The rest of the task, so that neither lives at the other's cost. */
const besideCollector = ({ cpu, memoryMiB }: ServiceSize) => ({
  cpu: cpu - COLLECTOR_SIZE.cpu,
  memoryLimitMiB: memoryMiB - COLLECTOR_SIZE.memoryMiB,
});

/** Not essential and waited for by nothing: whatever becomes of it, the service goes on. */
function addCollector(stack: Stack, task: FargateTaskDefinition, needs: ServiceNeeds): void {
  const { name: service, telemetry, metricsLog } = needs;
  const { region } = stack;
  task.addContainer('collector', {
    image: ContainerImage.fromEcrRepository(needs.collector, needs.imageTag),
    user: USER,
    readonlyRootFilesystem: true,
    essential: false,
    cpu: COLLECTOR_SIZE.cpu,
    memoryLimitMiB: COLLECTOR_SIZE.memoryMiB,
    environment: {
      AOT_CONFIG_CONTENT: collectorConfig({ service, region, telemetry, metricsLog }),
    },
    // The image holds this program and nothing else beside the collector.
    healthCheck: {
      command: ['CMD', '/healthcheck'],
      interval: Duration.seconds(30),
      timeout: Duration.seconds(5),
      retries: 3,
      startPeriod: Duration.seconds(30),
    },
    logging: LogDrivers.awsLogs({
      logGroup: needs.logGroup,
      streamPrefix: `${service}-collector`,
    }),
  });
  if (telemetry.traces) {
    task.addToTaskRolePolicy(
      // X-Ray has no resources.
      new PolicyStatement({ actions: ['xray:PutTraceSegments'], resources: ['*'] }),
    );
  }
  if (metricsLog) {
    task.addToTaskRolePolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        resources: [metricsLog.logGroupArn],
      }),
    );
  }
}

function scale(service: FargateService, { size, consumes }: ServiceNeeds): void {
  const scaling = service.autoScaleTaskCount({
    minCapacity: size.tasksMin,
    maxCapacity: size.tasksMax,
  });
  scaling.scaleOnCpuUtilization('Cpu', {
    targetUtilizationPercent: CPU_TARGET_PERCENT,
    scaleInCooldown: Duration.minutes(5),
    scaleOutCooldown: Duration.seconds(30),
  });
  if (consumes === undefined) return;
  // By steps, not by a target: the age of a stream that is kept up with is 0, which no target can hold.
  scaling.scaleOnMetric('Age', {
    metric: consumes.metricGetRecordsIteratorAgeMilliseconds({
      statistic: 'Maximum',
      period: Duration.minutes(1),
    }),
    adjustmentType: AdjustmentType.PERCENT_CHANGE_IN_CAPACITY,
    metricAggregationType: MetricAggregationType.MAXIMUM,
    minAdjustmentMagnitude: 1,
    cooldown: Duration.minutes(2),
    scalingSteps: [
      { upper: 1_000, change: 0 },
      { lower: 10_000, change: 25 },
      { lower: 60_000, change: 100 },
    ],
  });
}
