/** A log group that is encrypted and forgotten in time. */
import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { isProduction, type Site } from './site.ts';

export const logGroupOf = (scope: Construct, id: string, site: Site, key: IKey): LogGroup =>
  new LogGroup(scope, id, {
    encryptionKey: key,
    retention: isProduction(site) ? RetentionDays.ONE_YEAR : RetentionDays.ONE_MONTH,
    removalPolicy: isProduction(site) ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
