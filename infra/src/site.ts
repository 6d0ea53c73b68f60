/** All stacks of one environment, in the order of their lives. */
import { App } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Site } from './constructs/site.ts';
import type { EnvironmentSettings } from './settings/schema.ts';
import { createAnalytics } from './stacks/analytics.ts';
import { createApi, createTenantApi } from './stacks/api.ts';
import { createCompute } from './stacks/compute.ts';
import { createData } from './stacks/data.ts';
import { createEdge } from './stacks/edge.ts';
import { createHybrid } from './stacks/hybrid.ts';
import { createIdentity } from './stacks/identity.ts';
import { createKeyRing } from './stacks/keys.ts';
import { createNetwork } from './stacks/network.ts';
import { createObservability } from './stacks/observability.ts';
import { createStreams } from './stacks/stream.ts';

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

export const createApp = (): App => new App({ context: CONTEXT, analyticsReporting: false });

export function createSite(app: App, settings: EnvironmentSettings): Site {
  const site: Site = { app, settings, prefix: `ventanilla-${settings.name}` };
  const ring = createKeyRing(site);
  const network = createNetwork(site, ring);
  const data = createData(site, network, ring);
  const streams = createStreams(site, ring);
  const identity = createIdentity(site);
  const clients = Object.fromEntries(
    settings.dedicatedTaxpayers.map(({ id, taxpayerId }) => [
      identity.machineClient(id, ['documents:submit', 'documents:read', 'documents:search'])
        .userPoolClientId,
      { taxpayerId },
    ]),
  );
  const portal = { [identity.portalClient.userPoolClientId]: {} };
  const compute = createCompute(site, {
    network,
    ring,
    data,
    streams,
    identity,
    clients: { ...clients, ...portal },
    publicUrl: settings.api.publicUrl,
  });
  const needs = { ring, identity, compute };
  const apis: Record<string, RestApi> = { general: createApi(site, needs) };
  for (const tenant of settings.dedicatedTaxpayers) {
    apis[tenant.id] = createTenantApi(site, needs, tenant);
  }
  createEdge(site);
  createAnalytics(site, ring, data);
  createHybrid(site, ring, streams);
  createObservability(site, { ring, data, streams, compute, apis });
  return site;
}
