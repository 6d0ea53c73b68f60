/** The services, their way in, and the one-off task that migrates the hot store. */
import { CfnOutput, Duration, type Stack } from 'aws-cdk-lib';
import { CfnVpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  CfnSecurityGroupEgress,
  CfnSecurityGroupIngress,
  Peer,
  Port,
  SecurityGroup,
} from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Cluster, ContainerInsights, type FargateService } from 'aws-cdk-lib/aws-ecs';
import {
  type ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ListenerAction,
  ListenerCondition,
  SslPolicy,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { bucketName } from '../constructs/bucket.ts';
import { fargateService } from '../constructs/fargate-service.ts';
import { logGroupOf } from '../constructs/log-group.ts';
import { type Site, stackOf } from '../constructs/site.ts';
import { grantFor } from '../rights.ts';
import {
  DATABASE_ROLES,
  environmentFor,
  type Facts,
  HEALTH_PORT,
  HTTP_PORTS,
  secretsFor,
} from '../service-environment.ts';
import { type EnvironmentSettings, SERVICE_NAMES, type ServiceName } from '../settings/schema.ts';
import { DATABASE_PORT, type Data } from './data.ts';
import type { Identity } from './identity.ts';
import type { KeyRing, Keys } from './keys.ts';
import { LAKE_ROLE, lakeExportTask } from './lake-export.ts';
import { migrationTask } from './migration.ts';
import type { Network } from './network.ts';
import { type RoleSecret, roleSecret } from './secrets.ts';
import type { Streams, TopicName } from './stream.ts';

export interface Compute {
  readonly stack: Stack;
  readonly services: Readonly<Record<ServiceName, FargateService>>;
  readonly balancer: ApplicationLoadBalancer;
  readonly vpcLinkId: string;
}

export interface ComputeNeeds {
  readonly network: Network;
  readonly ring: KeyRing;
  readonly data: Data;
  readonly streams: Streams;
  readonly identity: Identity;
  readonly clients: Facts['clients'];
  readonly publicUrl: string;
}

/** What each service takes from and gives to, which is also what it may. */
export const CONSUMES: Partial<Record<ServiceName, TopicName>> = {
  validation: 'documents.received',
  archive: 'documents.received',
  transformation: 'documents.validated',
  persistence: 'documents.transformed',
};

const STREAM_ROLE = 'ventanilla_stream';

export function createCompute(site: Site, needs: ComputeNeeds): Compute {
  const stack = stackOf(site, 'compute', 'services and load balancer');
  const keys = needs.ring(stack);
  const cluster = new Cluster(stack, 'Cluster', {
    vpc: needs.network.vpc,
    containerInsightsV2: ContainerInsights.ENABLED,
    enableFargateCapacityProviders: true,
    defaultCloudMapNamespace: { name: `${site.prefix}.internal` },
  });
  openQuery(stack, needs);
  openDatabase(stack, needs);
  const front = createBalancer(stack, site, needs);
  const secrets = createSecrets(stack, site, needs);
  migrationTask(stack, site, needs, {
    secrets,
    secretsKeyArn: keys.secrets.keyArn,
    logGroup: logGroupOf(stack, 'MigrationLog', site, keys.logs),
  });
  const facts = factsOf(site, needs, keys);
  // As it is: rules that belong to this stack are written here, or the two stacks would form a knot.
  const tasks = SecurityGroup.fromSecurityGroupId(
    stack,
    'Tasks',
    needs.network.tasks.securityGroupId,
    {
      mutable: false,
    },
  );
  const logGroup = logGroupOf(stack, 'Logs', site, keys.logs);
  const { telemetry } = site.settings;
  const metricsLog = telemetry.metrics ? logGroupOf(stack, 'Metrics', site, keys.logs) : undefined;
  const repository = Repository.fromRepositoryName(stack, 'Images', site.settings.imageRegistry);
  const collector = Repository.fromRepositoryName(
    stack,
    'Collector',
    `${site.settings.imageRegistry}-collector`,
  );
  if (site.settings.analytics.enabled) {
    lakeExportTask(stack, site, {
      keys,
      cluster,
      network: needs.network,
      repository,
      database: (secrets.get(LAKE_ROLE) as RoleSecret).url,
    });
  }
  const services = Object.fromEntries(
    SERVICE_NAMES.map((name) => {
      const topic = CONSUMES[name];
      const service = fargateService(stack, {
        name,
        size: site.settings.services[name],
        cluster,
        vpc: needs.network.vpc,
        securityGroup: tasks,
        repository,
        collector,
        telemetry,
        metricsLog,
        imageTag: site.settings.imageTag,
        environment: environmentFor(name, facts),
        secrets: Object.fromEntries(
          secretsFor(name).map((setting) => [setting, secretOf(secrets, name, setting)]),
        ),
        logGroup,
        secretsKeyArn: keys.secrets.keyArn,
        ...(topic !== undefined && { consumes: needs.streams.topics[topic] }),
      });
      grantFor(name, service.taskDefinition.taskRole, { site, keys, streams: needs.streams });
      return [name, service];
    }),
  ) as Record<ServiceName, FargateService>;
  front.route(services);
  // Where the migration of the next version runs: tools/deploy/migrate.
  new CfnOutput(stack, 'PersistenceService', { value: services.persistence.serviceArn });
  const link = new CfnVpcLink(stack, 'Link', {
    name: site.prefix,
    subnetIds: needs.network.vpc.selectSubnets({ subnetGroupName: 'tasks' }).subnetIds,
    securityGroupIds: [front.linkGroup.securityGroupId],
  });
  return { stack, services, balancer: front.balancer, vpcLinkId: link.ref };
}

function openDatabase(stack: Stack, { network, data }: ComputeNeeds): void {
  const port = DATABASE_PORT;
  // On this side of the border, or the two stacks would depend on each other.
  new CfnSecurityGroupIngress(stack, 'TasksToDatabase', {
    groupId: data.databaseAccess.securityGroupId,
    sourceSecurityGroupId: network.tasks.securityGroupId,
    ipProtocol: 'tcp',
    fromPort: port,
    toPort: port,
    description: 'Services to the hot store',
  });
  new CfnSecurityGroupEgress(stack, 'TasksToDatabaseOut', {
    groupId: network.tasks.securityGroupId,
    destinationSecurityGroupId: data.databaseAccess.securityGroupId,
    ipProtocol: 'tcp',
    fromPort: port,
    toPort: port,
    description: 'Services to the hot store',
  });
}

/** Reception asks query itself, by its name within the network. */
function openQuery(stack: Stack, { network }: ComputeNeeds): void {
  const port = HTTP_PORTS.query as number;
  const { securityGroupId } = network.tasks;
  const rule = { groupId: securityGroupId, ipProtocol: 'tcp', fromPort: port, toPort: port };
  new CfnSecurityGroupIngress(stack, 'ReceptionToQuery', {
    ...rule,
    sourceSecurityGroupId: securityGroupId,
    description: 'Reception to query',
  });
  new CfnSecurityGroupEgress(stack, 'ReceptionToQueryOut', {
    ...rule,
    destinationSecurityGroupId: securityGroupId,
    description: 'Reception to query',
  });
}

function createSecrets(stack: Stack, site: Site, { ring, data }: ComputeNeeds) {
  const keys = ring(stack);
  const lake = site.settings.analytics.enabled ? [LAKE_ROLE] : [];
  const roles = [...Object.values(DATABASE_ROLES), STREAM_ROLE, ...lake];
  return new Map(roles.map((role) => [role, roleSecret(stack, site, keys, data, role)]));
}

function secretOf(secrets: ReadonlyMap<string, RoleSecret>, service: ServiceName, setting: string) {
  const role = setting === 'STREAM_URL' ? STREAM_ROLE : (DATABASE_ROLES[service] ?? '');
  return (secrets.get(role) as RoleSecret).url;
}

function factsOf(site: Site, needs: ComputeNeeds, keys: Keys): Facts {
  const { settings, prefix } = site;
  return {
    environmentName: settings.name,
    region: settings.region,
    objectsBucket: bucketName(site, 'objects'),
    claimsBucket: bucketName(site, 'claims'),
    uploadsBucket: bucketName(site, 'uploads'),
    documentsKeyArn: keys.documents.keyArn,
    signing: signingOf(settings.keys.signing, keys),
    streamPrefix: prefix,
    fanOut: settings.stream.fanOut,
    lingerMs: settings.stream.lingerMs,
    ...settings.ledger,
    ...(settings.telemetry.traces && { tracedShare: settings.telemetry.sampling }),
    publicUrl: needs.publicUrl,
    queryUrl: `http://query.${prefix}.internal:${HTTP_PORTS.query}`,
    issuer: needs.identity.pool.userPoolProviderUrl,
    clients: needs.clients,
  };
}

function signingOf(signing: EnvironmentSettings['keys']['signing'], keys: Keys): Facts['signing'] {
  if (signing.kind === 'wrapped') return signing;
  if (keys.signing === undefined) throw new Error('A key that KMS signs with has been made.');
  return { ...signing, keyArn: keys.signing.keyArn };
}

function createBalancer(stack: Stack, site: Site, { network, data }: ComputeNeeds) {
  const linkGroup = new SecurityGroup(stack, 'LinkGroup', {
    vpc: network.vpc,
    description: 'API gateway to the load balancer',
    allowAllOutbound: false,
  });
  const group = new SecurityGroup(stack, 'BalancerGroup', {
    vpc: network.vpc,
    description: 'Internal load balancer',
    allowAllOutbound: false,
  });
  group.addIngressRule(linkGroup, Port.tcp(443), 'API gateway');
  linkGroup.addEgressRule(group, Port.tcp(443), 'Load balancer');
  const balancer = new ApplicationLoadBalancer(stack, 'Balancer', {
    vpc: network.vpc,
    internetFacing: false,
    vpcSubnets: { subnetGroupName: 'tasks' },
    securityGroup: group,
    dropInvalidHeaderFields: true,
    deletionProtection: true,
    idleTimeout: Duration.seconds(60),
  });
  balancer.logAccessLogs(data.accessLogs, 'balancer');
  const listener = balancer.addListener('Https', {
    port: 443,
    protocol: ApplicationProtocol.HTTPS,
    certificates: [
      Certificate.fromCertificateArn(stack, 'Certificate', site.settings.api.certificateArn),
    ],
    sslPolicy: SslPolicy.TLS13_RES,
    open: false,
    defaultAction: ListenerAction.fixedResponse(404),
  });
  const route = (services: Readonly<Record<ServiceName, FargateService>>) => {
    // Bodies go to reception; whatever is only read goes past it, straight to query.
    addTarget(listener, services.reception, 'reception', 10, [
      ListenerCondition.httpRequestMethods(['POST']),
      ListenerCondition.pathPatterns(['/v1/documents', '/v1/batches']),
    ]);
    addTarget(listener, services.reception, 'reception-pages', 20, [
      ListenerCondition.pathPatterns(['/v1/openapi.json', '/reference*', '/v1/uploads*']),
    ]);
    addTarget(listener, services.query, 'query', 30, [
      ListenerCondition.pathPatterns(['/v1/*', '/.well-known/*']),
    ]);
    for (const port of [...Object.values(HTTP_PORTS), HEALTH_PORT]) {
      group.addEgressRule(
        Peer.securityGroupId(network.tasks.securityGroupId),
        Port.tcp(port),
        `Services at ${port}`,
      );
      new CfnSecurityGroupIngress(stack, `BalancerTo${port}`, {
        groupId: network.tasks.securityGroupId,
        sourceSecurityGroupId: group.securityGroupId,
        ipProtocol: 'tcp',
        fromPort: port,
        toPort: port,
        description: 'Load balancer',
      });
    }
  };
  return { balancer, linkGroup, route };
}

function addTarget(
  listener: ApplicationListener,
  service: FargateService,
  id: string,
  priority: number,
  conditions: ListenerCondition[],
): void {
  const name = id.split('-')[0] as ServiceName;
  listener.addTargets(id, {
    priority,
    conditions,
    port: HTTP_PORTS[name],
    protocol: ApplicationProtocol.HTTP,
    targets: [service.loadBalancerTarget({ containerName: name, containerPort: HTTP_PORTS[name] })],
    healthCheck: {
      path: '/readyz',
      port: String(HEALTH_PORT),
      interval: Duration.seconds(10),
      timeout: Duration.seconds(5),
    },
    deregistrationDelay: Duration.seconds(30),
  });
}
