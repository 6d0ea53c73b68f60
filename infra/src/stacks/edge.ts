/** The portal: static files behind CloudFront. In us-east-1, where CloudFront wants its firewall and certificate. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  CachePolicy,
  Distribution,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { firewallOf } from '../constructs/firewall.ts';
import { type Site, stackOf } from '../constructs/site.ts';
import { allowLogs } from './keys.ts';

const REGION = 'us-east-1';
const YEAR = Duration.days(365);

export function createEdge(site: Site): Distribution | undefined {
  const { portal } = site.settings;
  if (!portal.enabled) return undefined;
  const stack = stackOf(site, 'edge', 'portal', REGION);
  // Public files only: S3's own key serves, which CloudFront needs no right for.
  const privateBucket = {
    encryption: BucketEncryption.S3_MANAGED,
    versioned: true,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  };
  const logs = new Bucket(stack, 'EdgeLogs', {
    ...privateBucket,
    // CloudFront delivers its logs by access control lists.
    objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
    lifecycleRules: [
      { expiration: Duration.days(400), noncurrentVersionExpiration: Duration.days(7) },
    ],
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const files = new Bucket(stack, 'Portal', {
    ...privateBucket,
    serverAccessLogsBucket: logs,
    serverAccessLogsPrefix: 'portal-bucket/',
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const acl = firewallOf(stack, 'Firewall', {
    name: `${site.prefix}-portal`,
    scope: 'CLOUDFRONT',
    requestsPerFiveMinutes: portal.requestsPerFiveMinutes,
    bodyBytesMax: 8_192,
    logGroup: new LogGroup(stack, 'FirewallLog', {
      logGroupName: `aws-waf-logs-${site.prefix}-portal`,
      encryptionKey: logKey(stack, site),
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    }),
  });
  return new Distribution(stack, 'Distribution', {
    comment: `${site.prefix} portal`,
    defaultRootObject: 'index.html',
    webAclId: acl.attrArn,
    httpVersion: HttpVersion.HTTP2_AND_3,
    priceClass: PriceClass.PRICE_CLASS_ALL,
    minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    enableLogging: true,
    logBucket: logs,
    logFilePrefix: 'distribution/',
    ...(portal.domain !== undefined && {
      domainNames: [portal.domain],
      certificate: Certificate.fromCertificateArn(
        stack,
        'Certificate',
        portal.certificateArn as string,
      ),
    }),
    defaultBehavior: {
      origin: S3BucketOrigin.withOriginAccessControl(files),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy: securityHeaders(stack, site),
      compress: true,
    },
    errorResponses: [403, 404].map((httpStatus) => ({
      httpStatus,
      responseHttpStatus: 200,
      responsePagePath: '/index.html',
      ttl: Duration.minutes(1),
    })),
  });
}

/** Keys stay in their region, and this stack is in another than the rest. */
function logKey(scope: Construct, site: Site): Key {
  const key = new Key(scope, 'LogKey', {
    alias: `${site.prefix}/edge-logs`,
    description: 'Log groups of the portal',
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  allowLogs(key, REGION);
  return key;
}

const securityHeaders = (scope: Construct, { prefix }: Site): ResponseHeadersPolicy =>
  new ResponseHeadersPolicy(scope, 'Headers', {
    responseHeadersPolicyName: `${prefix}-portal`,
    securityHeadersBehavior: {
      strictTransportSecurity: {
        accessControlMaxAge: YEAR,
        includeSubdomains: true,
        preload: true,
        override: true,
      },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      contentSecurityPolicy: {
        contentSecurityPolicy:
          "default-src 'self'; img-src 'self' data:; connect-src 'self' https:; frame-ancestors 'none'",
        override: true,
      },
    },
  });
