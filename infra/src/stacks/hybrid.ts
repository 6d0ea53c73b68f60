/** Sites on the authority's own premises that follow the registered stream, by certificates of their own. */
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnProfile, CfnTrustAnchor } from 'aws-cdk-lib/aws-rolesanywhere';
import { type Site, stackOf } from '../constructs/site.ts';
import { fanOutRights } from '../rights.ts';
import type { KeyRing } from './keys.ts';
import type { Streams } from './stream.ts';

const HOUR_SECONDS = 3_600;

export function createHybrid(site: Site, ring: KeyRing, streams: Streams): void {
  const consumers = site.settings.onPremConsumers;
  if (consumers.length === 0) return;
  const stack = stackOf(site, 'hybrid', 'consumers on the premises');
  const keys = ring(stack);
  const registered = streams.topics['documents.registered'];
  for (const { id, certificateAuthorityPem, commonName } of consumers) {
    const anchor = new CfnTrustAnchor(stack, `Anchor-${id}`, {
      name: `${site.prefix}-${id}`,
      enabled: true,
      source: {
        sourceType: 'CERTIFICATE_BUNDLE',
        sourceData: { x509CertificateData: certificateAuthorityPem },
      },
    });
    const anywhere = new ServicePrincipal('rolesanywhere.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:PrincipalTag/x509Subject/CN': commonName },
        ArnEquals: { 'aws:SourceArn': anchor.attrTrustAnchorArn },
      },
    });
    const role = new Role(stack, `Consumer-${id}`, {
      roleName: `${site.prefix}-consumer-${id}`,
      assumedBy: anywhere.withSessionTags(),
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: [
          'kinesis:DescribeStreamSummary',
          'kinesis:ListShards',
          'kinesis:GetShardIterator',
          'kinesis:GetRecords',
        ],
        resources: [registered.streamArn],
      }),
    );
    if (site.settings.stream.fanOut) {
      const rights = fanOutRights(site, 'documents.registered', id);
      for (const right of rights) role.addToPolicy(right);
    }
    role.addToPolicy(
      new PolicyStatement({
        actions: ['kms:Decrypt'],
        resources: [keys.storage.keyArn],
        conditions: {
          StringEquals: { 'kms:ViaService': `kinesis.${site.settings.region}.amazonaws.com` },
        },
      }),
    );
    role.addToPolicy(
      new PolicyStatement({
        actions: ['kms:Decrypt'],
        resources: [keys.documents.keyArn],
        // Data keys of the stream only: not those of originals at rest.
        conditions: { StringEquals: { 'kms:EncryptionContext:purpose': 'stream' } },
      }),
    );
    new CfnProfile(stack, `Profile-${id}`, {
      name: `${site.prefix}-${id}`,
      enabled: true,
      durationSeconds: HOUR_SECONDS,
      roleArns: [role.roleArn],
    });
  }
}
