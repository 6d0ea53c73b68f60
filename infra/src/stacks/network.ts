/**
 * A network with no way out: no internet gateway, no NAT. AWS services are reached by endpoints, so
 * a task that is taken over cannot send documents anywhere.
 */
import type { Stack } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  type ISecurityGroup,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { logGroupOf } from '../constructs/log-group.ts';
import { type Site, stackOf } from '../constructs/site.ts';
import type { KeyRing } from './keys.ts';

export interface Network {
  readonly vpc: Vpc;
  /** Of every task. */
  readonly tasks: ISecurityGroup;
}

const ENDPOINTS: Readonly<Record<string, InterfaceVpcEndpointAwsService>> = {
  KinesisStreams: InterfaceVpcEndpointAwsService.KINESIS_STREAMS,
  Kms: InterfaceVpcEndpointAwsService.KMS,
  SecretsManager: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
  EcrApi: InterfaceVpcEndpointAwsService.ECR,
  EcrImages: InterfaceVpcEndpointAwsService.ECR_DOCKER,
  Logs: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
  Metrics: InterfaceVpcEndpointAwsService.CLOUDWATCH_MONITORING,
  Traces: InterfaceVpcEndpointAwsService.XRAY,
  Sts: InterfaceVpcEndpointAwsService.STS,
  // The keys of the token issuer.
  Cognito: new InterfaceVpcEndpointAwsService('cognito-idp'),
};

export function createNetwork(site: Site, ring: KeyRing): Network {
  const stack = stackOf(site, 'network', 'network and endpoints');
  const keys = ring(stack);
  const { vpcCidr, availabilityZones } = site.settings;
  const vpc = new Vpc(stack, 'Vpc', {
    ipAddresses: IpAddresses.cidr(vpcCidr),
    availabilityZones: [...availabilityZones],
    natGateways: 0,
    restrictDefaultSecurityGroup: false,
    subnetConfiguration: [
      { name: 'tasks', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 22 },
      { name: 'data', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
    ],
    flowLogs: {
      all: {
        trafficType: FlowLogTrafficType.ALL,
        destination: FlowLogDestination.toCloudWatchLogs(
          logGroupOf(stack, 'FlowLog', site, keys.logs),
        ),
      },
    },
  });
  const tasks = new SecurityGroup(stack, 'Tasks', {
    vpc,
    description: 'Tasks of all services',
    allowAllOutbound: false,
  });
  addEndpoints(stack, vpc, tasks, site.settings);
  return { vpc, tasks };
}

function addEndpoints(
  stack: Stack,
  vpc: Vpc,
  tasks: SecurityGroup,
  { vpcCidr, telemetry }: Site['settings'],
): void {
  const endpoints = new SecurityGroup(stack, 'Endpoints', {
    vpc,
    description: 'Endpoints of AWS services',
    allowAllOutbound: false,
  });
  endpoints.addIngressRule(Peer.ipv4(vpcCidr), Port.tcp(443), 'TLS from within the network');
  tasks.addEgressRule(endpoints, Port.tcp(443), 'TLS to AWS services');
  for (const [name, service] of Object.entries(ENDPOINTS)) {
    if (name === 'Traces' && !telemetry.traces) continue;
    vpc.addInterfaceEndpoint(name, {
      service,
      subnets: { subnetGroupName: 'tasks' },
      securityGroups: [endpoints],
      open: false,
    });
  }
  vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3 });
  // S3 by its gateway has public addresses, named by AWS's own prefix list of the region.
  tasks.addEgressRule(
    Peer.anyIpv4(),
    Port.tcp(443),
    'TLS to S3 through its gateway endpoint; there is no other route out',
  );
}
