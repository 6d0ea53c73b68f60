/** All stacks of one environment, in the order of their lives. */
import { App, type AppProps } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Site } from './constructs/site.ts';
import type { Facts } from './service-environment.ts';
import type { EnvironmentSettings } from './settings/schema.ts';
import { createAnalytics } from './stacks/analytics.ts';
import { createApi, createTenantApi } from './stacks/api.ts';
import { createCompute } from './stacks/compute.ts';
import { createData } from './stacks/data.ts';
import { createDeploy } from './stacks/deploy.ts';
import { createEdge } from './stacks/edge.ts';
import { createHybrid } from './stacks/hybrid.ts';
import { createIdentity, type Identity } from './stacks/identity.ts';
import { createKeyRing } from './stacks/keys.ts';
import { createNetwork } from './stacks/network.ts';
import { createObservability } from './stacks/observability.ts';
import { createStreams } from './stacks/stream.ts';

const MACHINE_SCOPES = [
  'documents:submit',
  'documents:read',
  'documents:search',
  'originals:read',
] as const;

const CONTEXT = {
  // What the linter of templates finds is an error, not a remark.
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/core:checkSecretUsage': true,
  '@aws-cdk/customresources:installLatestAwsSdkDefault': false,
  '@aws-cdk/aws-s3:createDefaultLoggingPolicy': true,
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/aws-kms:aliasNameRef': true,
};

export const createApp = (more: AppProps = {}): App =>
  new App({ context: CONTEXT, analyticsReporting: false, ...more });

/** Clients of the pool, and for whom each acts; of people their own token says it. */
function clientsOf(settings: EnvironmentSettings, identity: Identity): Facts['clients'] {
  const machine = (id: string) => identity.machineClient(id, MACHINE_SCOPES).userPoolClientId;
  return Object.fromEntries([
    ...settings.dedicatedTaxpayers.map(({ id, taxpayerId }) => [machine(id), { taxpayerId }]),
    ...settings.certifiers.map(({ id, taxpayerId }) => [
      machine(id),
      { taxpayerId, roles: ['certifier'] },
    ]),
    [identity.portalClient.userPoolClientId, {}],
  ]);
}

export function createSite(app: App, settings: EnvironmentSettings): Site {
  const site: Site = { app, settings, prefix: `ventanilla-${settings.name}` };
  const ring = createKeyRing(site);
  const network = createNetwork(site, ring);
  const data = createData(site, network, ring);
  const streams = createStreams(site, ring);
  const identity = createIdentity(site);
  const compute = createCompute(site, {
    network,
    ring,
    data,
    streams,
    identity,
    clients: clientsOf(settings, identity),
    publicUrl: settings.api.publicUrl,
  });
  const needs = { ring, identity, compute };
  const apis: Record<string, RestApi> = { general: createApi(site, needs) };
  for (const tenant of settings.dedicatedTaxpayers) {
    apis[tenant.id] = createTenantApi(site, needs, tenant);
  }
  createDeploy(site);
  createEdge(site);
  createAnalytics(site, ring, data);
  createHybrid(site, ring, streams);
  createObservability(site, { ring, data, streams, compute, apis });
  return site;
}
