/** Rules that requests pass before anything of ours hears of them. */

import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnLoggingConfiguration, CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';

export interface FirewallNeeds {
  readonly name: string;
  readonly scope: 'REGIONAL' | 'CLOUDFRONT';
  /** Requests of one address in five minutes. */
  readonly requestsPerFiveMinutes: number;
  /** Bodies above are refused; none for APIs that take batches. */
  readonly bodyBytesMax?: number;
  /** Its name must begin with `aws-waf-logs-`. */
  readonly logGroup: ILogGroup;
}

/** Rule groups of AWS, and the rules in them that documents break by being documents. */
const MANAGED: readonly { readonly name: string; readonly countOnly?: readonly string[] }[] = [
  { name: 'AWSManagedRulesAmazonIpReputationList' },
  { name: 'AWSManagedRulesKnownBadInputsRuleSet' },
  {
    name: 'AWSManagedRulesCommonRuleSet',
    // An invoice is larger than 8 kB, and its XML is taken for cross-site scripting.
    countOnly: ['SizeRestrictions_BODY', 'CrossSiteScripting_BODY', 'GenericRFI_BODY'],
  },
];

const visible = (metricName: string) => ({
  cloudWatchMetricsEnabled: true,
  metricName,
  sampledRequestsEnabled: false,
});

export function firewallOf(scope: Construct, id: string, needs: FirewallNeeds): CfnWebACL {
  const managed = MANAGED.map(({ name, countOnly = [] }, at) => ({
    name,
    priority: 10 + at,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name,
        ruleActionOverrides: countOnly.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
    visibilityConfig: visible(name),
  }));
  const rate = {
    name: 'Rate',
    priority: 1,
    action: { block: { customResponse: { responseCode: 429 } } },
    statement: {
      rateBasedStatement: { limit: needs.requestsPerFiveMinutes, aggregateKeyType: 'IP' },
    },
    visibilityConfig: visible('Rate'),
  };
  const size = {
    name: 'Size',
    priority: 2,
    action: { block: { customResponse: { responseCode: 413 } } },
    statement: {
      sizeConstraintStatement: {
        fieldToMatch: { body: { oversizeHandling: 'MATCH' } },
        comparisonOperator: 'GT',
        size: needs.bodyBytesMax ?? 0,
        textTransformations: [{ priority: 0, type: 'NONE' }],
      },
    },
    visibilityConfig: visible('Size'),
  };
  const acl = new CfnWebACL(scope, id, {
    name: needs.name,
    scope: needs.scope,
    defaultAction: { allow: {} },
    rules: [rate, ...(needs.bodyBytesMax === undefined ? [] : [size]), ...managed],
    visibilityConfig: visible(needs.name),
  });
  new CfnLoggingConfiguration(scope, `${id}Logging`, {
    resourceArn: acl.attrArn,
    logDestinationConfigs: [needs.logGroup.logGroupArn],
    redactedFields: [{ singleHeader: { Name: 'authorization' } }],
  });
  return acl;
}
