/** The general way in, and one of its own for each large taxpayer, which may fail alone. */
import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { firewallOf } from '../constructs/firewall.ts';
import { logGroupOf } from '../constructs/log-group.ts';
import { receptionApi } from '../constructs/reception-api.ts';
import { type Site, stackOf } from '../constructs/site.ts';
import type { Tenant } from '../settings/schema.ts';
import type { Compute } from './compute.ts';
import type { Identity } from './identity.ts';
import type { KeyRing } from './keys.ts';

export interface ApiNeeds {
  readonly ring: KeyRing;
  readonly identity: Identity;
  readonly compute: Compute;
}

export function createApi(site: Site, needs: ApiNeeds): RestApi {
  const stack = stackOf(site, 'api', 'general API');
  const { requestsPerSecond, burst } = site.settings.api;
  const domain = hostOf(site);
  return apiIn(stack, site, needs, {
    name: `${site.prefix}-api`,
    domain,
    requestsPerSecond,
    burst,
  });
}

export function createTenantApi(site: Site, needs: ApiNeeds, tenant: Tenant): RestApi {
  const stack = stackOf(site, `api-${tenant.id}`, `API of ${tenant.id}`);
  const { requestsPerSecond, burst, requestsPerDay } = tenant;
  const name = `${site.prefix}-${tenant.id}`;
  const domain = `${tenant.id}.${hostOf(site)}`;
  return apiIn(stack, site, needs, { name, domain, requestsPerSecond, burst, requestsPerDay });
}

/** Dedicated ways in are below it: the certificate names it and `*.` it. */
const hostOf = ({ settings }: Site): string => new URL(settings.api.publicUrl).hostname;

interface Limits {
  readonly name: string;
  readonly domain: string;
  readonly requestsPerSecond: number;
  readonly burst: number;
  readonly requestsPerDay?: number;
}

function apiIn(
  stack: Stack,
  site: Site,
  { ring, identity, compute }: ApiNeeds,
  limits: Limits,
): RestApi {
  const keys = ring(stack);
  const acl = firewallOf(stack, 'Firewall', {
    name: limits.name,
    scope: 'REGIONAL',
    requestsPerFiveMinutes: Math.max(100, limits.requestsPerSecond * 300),
    logGroup: new LogGroup(stack, 'FirewallLog', {
      logGroupName: `aws-waf-logs-${limits.name}`,
      encryptionKey: keys.logs,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    }),
  });
  return receptionApi(stack, {
    ...limits,
    pool: identity.pool,
    vpcLinkId: compute.vpcLinkId,
    balancerArn: compute.balancer.loadBalancerArn,
    certificateArn: site.settings.api.certificateArn,
    webAclArn: acl.attrArn,
    logGroup: logGroupOf(stack, 'AccessLog', site, keys.logs),
  });
}
