/** What must hold of every environment, read from the templates that would be deployed. */
import { readFileSync } from 'node:fs';
import { applyChecks } from '../src/checks/apply.ts';
import { statefulNames } from '../src/checks/stateful.ts';
import { METRIC_NAMESPACE, SHIPPED } from '../src/constructs/collector.ts';
import { describeInventory, inventoryOf } from '../src/inventory.ts';
import { rightsOf } from '../src/rights.ts';
import { readEnvironment } from '../src/settings/read.ts';
import { SERVICE_NAMES } from '../src/settings/schema.ts';
import { createApp, createSite } from '../src/site.ts';
import { LAKE_HELD_WORDS } from '../src/stacks/lake-export.ts';
import { TOPIC_NAMES } from '../src/stacks/stream.ts';
import { type Placed, resourcesOf, text } from './placed.ts';

const ENVIRONMENTS = ['dev', 'staging', 'prod'] as const;
const sites = new Map<string, readonly Placed[]>();
const stale: string[][] = [];

// Synthesis throws on what a rule pack finds and nobody has answered.
beforeAll(() => {
  for (const name of ENVIRONMENTS) {
    const app = createApp();
    const applied = applyChecks(app, createSite(app, readEnvironment(name)));
    stale.push(
      applied
        .filter(({ paths }) => paths.length === 0)
        .map(({ acknowledgement }) => String(acknowledgement.where)),
    );
    sites.set(name, resourcesOf(app));
  }
}, 600_000);

/** AWS takes no resource for these: the token of the registry, reading a task definition. */
const WITHOUT_RESOURCE = ['ecr:GetAuthorizationToken', 'ecs:DescribeTaskDefinition'];
const TRACES = 'xray:PutTraceSegments';
/** Nor for this one: what it gives is granted by Lake Formation. */
const LAKE_ACCESS = 'lakeformation:GetDataAccess';

/** Of an environment variable whose references to other resources do not matter. */
const configOf = (value: string | { readonly 'Fn::Join': readonly [string, readonly unknown[]] }) =>
  JSON.parse(
    typeof value === 'string'
      ? value
      : value['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'x')).join(''),
  );

const all = (name: string, type: string) =>
  (sites.get(name) ?? []).filter((resource) => resource.Type === type);

it('no acknowledgement has outlived what it was for', () => {
  const everywhere = (stale[0] ?? []).filter((where) =>
    stale.every((list) => list.includes(where)),
  );
  expect(everywhere).toEqual([]);
});

describe.each(ENVIRONMENTS)('%s', (name) => {
  it('has nothing that is public but should not be', () => {
    for (const { Properties } of all(name, 'AWS::S3::Bucket')) {
      expect(Properties.PublicAccessBlockConfiguration).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
    }
    expect(all(name, 'AWS::EC2::InternetGateway')).toEqual([]);
    expect(all(name, 'AWS::EC2::NatGateway')).toEqual([]);
    for (const { Properties } of all(name, 'AWS::EC2::Subnet')) {
      expect(Properties.MapPublicIpOnLaunch).toBe(false);
    }
    for (const { Properties } of all(name, 'AWS::ElasticLoadBalancingV2::LoadBalancer')) {
      expect(Properties.Scheme).toBe('internal');
    }
    for (const { Properties } of all(name, 'AWS::RDS::DBInstance')) {
      expect(Properties.PubliclyAccessible).toBe(false);
    }
    for (const { Properties } of all(name, 'AWS::ECS::Service')) {
      expect(Properties.NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp).toBe('DISABLED');
      expect(Properties.EnableExecuteCommand).toBe(false);
    }
    const ingress = all(name, 'AWS::EC2::SecurityGroup').flatMap(
      ({ Properties }) => Properties.SecurityGroupIngress ?? [],
    );
    expect(text(ingress)).not.toContain('0.0.0.0/0');
  });

  it('encrypts everything at rest with the key of its purpose', () => {
    const keyOf = (purpose: string, value: unknown) =>
      expect(text(value)).toContain(`keys:ExportsOutputFnGetAtt${purpose}`);
    for (const { Properties } of all(name, 'AWS::Kinesis::Stream')) {
      expect(Properties.StreamEncryption.EncryptionType).toBe('KMS');
      keyOf('storage', Properties.StreamEncryption.KeyId);
    }
    for (const { id, stack, Properties } of all(name, 'AWS::S3::Bucket')) {
      const [rule] = Properties.BucketEncryption.ServerSideEncryptionConfiguration;
      if (stack.endsWith('-edge') || id.startsWith('AccessLogs')) continue;
      keyOf('storage', rule.ServerSideEncryptionByDefault.KMSMasterKeyID);
      expect(rule.BucketKeyEnabled).toBe(true);
    }
    for (const { Properties } of all(name, 'AWS::RDS::DBCluster')) {
      expect(Properties.StorageEncrypted).toBe(true);
      keyOf('database', Properties.KmsKeyId);
    }
    for (const { Properties } of all(name, 'AWS::SecretsManager::Secret')) {
      keyOf('secrets', Properties.KmsKeyId);
    }
    for (const { Properties } of all(name, 'AWS::SNS::Topic'))
      keyOf('storage', Properties.KmsMasterKeyId);
    for (const { Properties } of all(name, 'AWS::Logs::LogGroup')) {
      expect(Properties.KmsKeyId).toBeDefined();
      expect(Properties.RetentionInDays).toBeGreaterThan(0);
    }
  });

  it('allows no action on everything, and no everything on a document', () => {
    const statements = all(name, 'AWS::IAM::Policy').flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    );
    expect(statements.length).toBeGreaterThan(10);
    for (const { Action, Resource } of statements) {
      const actions: string[] = [Action].flat();
      expect(actions).not.toContain('*');
      expect(actions.filter((action) => action.endsWith(':*'))).toEqual([]);
      if (text(Resource) === '"*"') {
        expect(
          actions.filter((it) => ![...WITHOUT_RESOURCE, TRACES, LAKE_ACCESS].includes(it)),
        ).toEqual([]);
      }
    }
  });

  describe.each(SERVICE_NAMES)('%s', (service) => {
    const statements = () =>
      all(name, 'AWS::IAM::Policy')
        .filter(({ id }) => id.startsWith(`${service}task`) && /taskTaskRole/.test(id))
        .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
    const resourcesOf = (action: string): string[] =>
      statements()
        .filter(({ Action }) => [Action].flat().includes(action))
        .flatMap(({ Resource }) => [Resource].flat().map(text));

    it('has the data keys of its row in the table of grants, and no others', () => {
      const { wraps, unwraps } = rightsOf(service);
      const purposesOf = (action: string) =>
        statements()
          .filter(({ Action }) => [Action].flat().includes(action))
          .flatMap(({ Condition }) =>
            [Condition?.StringEquals?.['kms:EncryptionContext:purpose'] ?? []].flat(),
          );
      expect(purposesOf('kms:GenerateDataKey')).toEqual(wraps);
      expect(purposesOf('kms:Decrypt')).toEqual(unwraps);
      // Services sign by themselves.
      expect([...resourcesOf('kms:Sign'), ...resourcesOf('kms:GetPublicKey')]).toEqual([]);
    });

    it('lists the objects bucket as a whole only where it asks for what may not be there', () => {
      const listings = statements().filter(
        ({ Action, Resource }) =>
          [Action].flat().includes('s3:ListBucket') && /-objects-/.test(text(Resource)),
      );
      const { reads } = rightsOf(service);
      const prefixes = listings.map(({ Condition }) => Condition?.StringLike?.['s3:prefix']);
      const own = service === 'reception' ? reads.map((prefix) => `${prefix}*`) : undefined;
      expect(prefixes).toEqual(reads.length > 0 ? [own] : []);
    });

    it('reads and writes the objects of its row, and removes and unlocks none', () => {
      const { reads, writes, replaces } = rightsOf(service);
      const inObjects = (action: string) =>
        resourcesOf(action).flatMap((arn) => /-objects-[^/]*\/([^"]+)"/.exec(arn)?.[1] ?? []);
      const under = (prefixes: readonly string[]) => prefixes.map((prefix) => `${prefix}*`);
      // Every pointer lies under a prefix that is written.
      expect(replaces.filter((key) => !writes.some((prefix) => key.startsWith(prefix)))).toEqual(
        [],
      );
      expect(inObjects('s3:GetObject').sort()).toEqual(under(reads).sort());
      expect(inObjects('s3:PutObject').sort()).toEqual(under(writes).sort());
      expect(inObjects('s3:PutObjectRetention').sort()).toEqual(under(writes).sort());
      const allowed = statements().flatMap(({ Action }) => [Action].flat());
      for (const never of [
        's3:DeleteObject',
        's3:DeleteObjectVersion',
        's3:PutObjectLegalHold',
        's3:BypassGovernanceRetention',
        'kms:ScheduleKeyDeletion',
        'kms:DisableKey',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
      ]) {
        expect(allowed).not.toContain(never);
      }
    });
  });

  it('keeps what must not be lost', () => {
    const kept = ['AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::Cognito::UserPool'];
    for (const resource of (sites.get(name) ?? []).filter(({ Type }) => kept.includes(Type))) {
      expect([resource.id, resource.DeletionPolicy]).toEqual([resource.id, 'Retain']);
    }
    for (const { Properties, DeletionPolicy } of all(name, 'AWS::RDS::DBCluster')) {
      expect(Properties.DeletionProtection).toBe(true);
      expect(['Retain', 'Snapshot']).toContain(DeletionPolicy);
    }
    const settings = readEnvironment(name);
    const [objects] = all(name, 'AWS::S3::Bucket').filter(({ id }) => id.startsWith('Objects'));
    expect(objects?.Properties.ObjectLockConfiguration.Rule.DefaultRetention).toEqual({
      Mode: settings.retention.mode,
      Days: settings.retention.days,
    });
    for (const { id, Properties } of all(name, 'AWS::Kinesis::Stream')) {
      const hours = id.includes('Dead') ? 8760 : settings.stream.retentionHours;
      expect(Properties.RetentionPeriodHours).toBe(hours);
    }
  });

  it('runs every service read-only, as nobody, and rolls back what does not start', () => {
    const tasks = all(name, 'AWS::ECS::TaskDefinition');
    // And those that migrate and write the lake.
    expect(tasks).toHaveLength(SERVICE_NAMES.length + 2);
    for (const { Properties } of tasks) {
      for (const container of Properties.ContainerDefinitions) {
        expect(container.ReadonlyRootFilesystem).toBe(true);
        expect(container.User).toBe('10001:10001');
        expect(text(container.Environment)).not.toMatch(/password|secret/i);
      }
    }
    for (const { Properties } of all(name, 'AWS::ECS::Service')) {
      expect(Properties.DeploymentConfiguration.DeploymentCircuitBreaker).toEqual({
        Enable: true,
        Rollback: true,
      });
    }
    expect(all(name, 'AWS::ApplicationAutoScaling::ScalableTarget')).toHaveLength(
      SERVICE_NAMES.length,
    );
  });

  it('has a collector beside every service where the settings ask for one, and nothing hangs on it', () => {
    const { telemetry, services, region } = readEnvironment(name);
    const { traces, metrics } = telemetry;
    const endpoints = all(name, 'AWS::EC2::VPCEndpoint').map(({ id }) => id);
    expect(endpoints.some((id) => id.startsWith('VpcTraces'))).toBe(traces);
    const tasks = all(name, 'AWS::ECS::TaskDefinition').map(
      ({ Properties }) => Properties.ContainerDefinitions,
    );
    for (const service of SERVICE_NAMES) {
      const [own, collector, ...others] = tasks.find(([first]) => first.Name === service) ?? [];
      expect(others).toEqual([]);
      const told = text(own.Environment).includes('OTEL_EXPORTER_OTLP_ENDPOINT');
      expect([service, told]).toEqual([service, traces && service !== 'query']);
      expect(collector !== undefined).toBe(traces || metrics);
      if (collector === undefined) continue;
      expect(own.DependsOn).toBeUndefined();
      expect(collector).toMatchObject({ Name: 'collector', Essential: false });
      expect(collector.Cpu + own.Cpu).toBe(services[service].cpu);
      expect(collector.Memory + own.Memory).toBe(services[service].memoryMiB);
      expect(collector.Environment.map(({ Name }: { Name: string }) => Name)).toEqual([
        'AOT_CONFIG_CONTENT',
      ]);
      const config = configOf(collector.Environment[0].Value);
      expect(Object.keys(config.service.pipelines).sort()).toEqual(
        [traces && 'traces', metrics && 'metrics'].filter(Boolean).sort(),
      );
      // Whatever a pipeline names is there, and whatever is there is named.
      for (const part of ['receivers', 'processors', 'exporters']) {
        const named = Object.values(config.service.pipelines).flatMap(
          (it) => (it as Record<string, string[]>)[part] ?? [],
        );
        expect(Object.keys(config[part]).sort()).toEqual([...new Set(named)].sort());
      }
      // Nobody outside the task reaches it, and it speaks to this region alone.
      expect(JSON.stringify(config)).not.toContain('0.0.0.0');
      for (const exporter of Object.values(config.exporters)) {
        expect((exporter as { region: unknown }).region).toBe(region);
      }
    }
    const writers = all(name, 'AWS::IAM::Policy').filter(({ Properties }) =>
      text(Properties.PolicyDocument).includes(TRACES),
    );
    expect(writers).toHaveLength(traces ? SERVICE_NAMES.length : 0);
  });

  it('ships what the alarms of our own figures look at', () => {
    const own = all(name, 'AWS::CloudWatch::Alarm')
      .filter(({ Properties }) => Properties.Namespace === METRIC_NAMESPACE)
      .map(({ Properties }) => String(Properties.MetricName))
      .filter((metric) => metric.startsWith('ventanilla_'));
    expect(own.length > 0).toBe(readEnvironment(name).telemetry.metrics);
    for (const metric of own) expect(SHIPPED).toContain(metric);
  });

  it('has an alarm with a runbook for every service and stream', () => {
    const alarms = all(name, 'AWS::CloudWatch::Alarm').filter(({ stack }) =>
      stack.endsWith('-observability'),
    );
    const ids = alarms.map(({ Properties }) =>
      String(Properties.AlarmName).replace(`ventanilla-${name}-`, ''),
    );
    for (const service of SERVICE_NAMES) expect(ids).toContain(`tasks-${service}`);
    for (const topic of TOPIC_NAMES) {
      const short = topic.replace('documents.', '');
      expect(ids).toContain(short === 'dead' ? 'dead-letters' : `age-${short}`);
    }
    const sections = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
    const { runbookUrl } = readEnvironment(name).alarms;
    for (const { Properties } of alarms) {
      const [, page] = String(Properties.AlarmDescription).split(`${runbookUrl}#`);
      expect(sections.split('\n')).toContain(`## ${page}`);
      expect(Properties.AlarmActions).toHaveLength(1);
    }
  });

  it('lets an auditor ask for rows of one region, and read no results but its own', () => {
    const { auditorRegions } = readEnvironment(name).analytics;
    expect(auditorRegions.length).toBeGreaterThan(1);
    for (const region of auditorRegions) {
      const group = `ventanilla-${name}-auditor-${region}`;
      const [workgroup] = all(name, 'AWS::Athena::WorkGroup').filter(
        ({ Properties }) => Properties.Name === group,
      );
      const configuration = workgroup?.Properties.WorkGroupConfiguration;
      expect(configuration.EnforceWorkGroupConfiguration).toBe(true);
      expect(text(configuration.ResultConfiguration)).toContain(`/results/${region}/`);
      const statements = all(name, 'AWS::IAM::Policy')
        .filter(({ id }) => id.startsWith(`Auditor${region}`))
        .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
      const placesOf = (service: string) =>
        statements
          .filter(({ Action }) => [Action].flat().some((it) => it.startsWith(service)))
          .flatMap(({ Resource }) => [Resource].flat());
      expect(placesOf('athena:')).toHaveLength(1);
      expect(text(placesOf('athena:'))).toContain(`:workgroup/${group}"`);
      const objects = placesOf('s3:').map(text);
      expect(objects.filter((it) => it.includes('/*') || it.includes('results/'))).toHaveLength(1);
      expect(objects.join()).toContain(`/results/${region}/*`);
      expect(objects.join()).not.toContain('invoices/');
    }
  });

  it('writes the lake once a day, and says so when it did not', () => {
    const [schedule] = all(name, 'AWS::Scheduler::Schedule');
    expect(schedule?.Properties.ScheduleExpression).toBe('cron(30 0 * * ? *)');
    const { NetworkConfiguration } = schedule?.Properties.Target.EcsParameters ?? {};
    expect(NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp).toBe('DISABLED');
    const [filter] = all(name, 'AWS::Logs::MetricFilter');
    const [transformation] = filter?.Properties.MetricTransformations ?? [];
    const [alarm] = all(name, 'AWS::CloudWatch::Alarm').filter(({ Properties }) =>
      String(Properties.AlarmName).endsWith('-lake-late'),
    );
    expect(alarm?.Properties).toMatchObject({
      Namespace: transformation.MetricNamespace,
      MetricName: transformation.MetricName,
      TreatMissingData: 'breaching',
      ComparisonOperator: 'LessThanThreshold',
    });
    // The words are those that the command prints at its end.
    const command = new URL('../../packages/cli/src/commands/lake.ts', import.meta.url);
    expect(filter?.Properties.FilterPattern).toBe(`"${LAKE_HELD_WORDS}"`);
    expect(readFileSync(command, 'utf8')).toContain(`\`${LAKE_HELD_WORDS} \${`);
    const [policy] = all(name, 'AWS::IAM::Policy').filter(({ id }) =>
      id.startsWith('laketaskTaskRole'),
    );
    const actions = policy?.Properties.PolicyDocument.Statement.flatMap(
      ({ Action }: { readonly Action: string }) => Action,
    );
    expect([...new Set(actions)].sort()).toEqual([
      'kms:Decrypt',
      'kms:GenerateDataKey',
      's3:GetObject',
      's3:ListBucket',
      's3:PutObject',
    ]);
  });

  it('registers no consumer with a stream, as no setting asks for it', () => {
    expect(text(all(name, 'AWS::IAM::Policy'))).not.toContain('RegisterStreamConsumer');
  });

  it('asks for a token with a scope on every route that shows a taxpayer', () => {
    const open = all(name, 'AWS::ApiGateway::Method').filter(
      ({ Properties }) => Properties.AuthorizationType === 'NONE',
    );
    const paths = new Set(
      open.map(({ Properties }) => new URL(Properties.Integration.Uri).pathname),
    );
    expect([...paths].sort()).toEqual([
      '/.well-known/ventanilla/keys.json',
      '/completeness',
      '/log/%7Bpiece%7D',
      '/openapi.json',
      '/public/check',
      '/public/check/%7Bid%7D',
      '/rules',
      '/schemas/invoice.json',
    ]);
    for (const { Properties } of all(name, 'AWS::ApiGateway::Method')) {
      if (Properties.AuthorizationType === 'NONE') continue;
      expect(Properties.AuthorizationType).toBe('COGNITO_USER_POOLS');
      expect(Properties.AuthorizationScopes.length).toBeGreaterThan(0);
    }
  });
});

describe('what is written down of prod', () => {
  const app = createApp();
  const { prefix } = createSite(app, readEnvironment('prod'));

  it('names every stateful resource: a renamed one would be lost', () => {
    const file = new URL('stateful.txt', import.meta.url);
    // After a change that is meant: node tools/stateful.ts
    expect(`${statefulNames(app.synth().stacks).join('\n')}\n`).toBe(readFileSync(file, 'utf8'));
  }, 300_000);

  it('lists the resources of each stack, and what it serves', () => {
    const written = readFileSync(new URL('../../docs/aws.md', import.meta.url), 'utf8');
    // After a change that is meant: node tools/list.ts --write
    expect(written).toContain(`\n${describeInventory(inventoryOf(app, prefix))}\n`);
  });
});

it('forty dedicated taxpayers synthesise, each in a stack of its own', () => {
  const prod = readEnvironment('prod');
  const [first] = prod.dedicatedTaxpayers;
  const dedicatedTaxpayers = Array.from({ length: 40 }, (_, at) => ({
    ...(first as NonNullable<typeof first>),
    id: `large-${at}`,
    taxpayerId: String(at),
  }));
  const app = createApp();
  createSite(app, { ...prod, dedicatedTaxpayers });
  const stacks = app.synth().stacks.filter(({ stackName }) => stackName.includes('-api-large-'));
  expect(stacks).toHaveLength(40);
}, 300_000);

it('the portal, analytics and on-prem consumers go and come by a setting', () => {
  const dev = readEnvironment('dev');
  const app = createApp();
  createSite(app, {
    ...dev,
    portal: { ...dev.portal, enabled: false },
    analytics: { ...dev.analytics, enabled: false },
    keys: {
      ...dev.keys,
      documents: { source: 'cloudhsm', keyArn: 'arn:aws:kms:us-east-1:111122223333:key/x' },
    },
    onPremConsumers: [
      {
        id: 'site-1',
        certificateAuthorityPem: '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----',
        commonName: 'site-1',
      },
    ],
  });
  const resources = resourcesOf(app);
  const stacks = new Set(resources.map(({ stack }) => stack));
  expect(stacks).not.toContain('ventanilla-dev-edge');
  expect(stacks).not.toContain('ventanilla-dev-analytics');
  expect(stacks).toContain('ventanilla-dev-hybrid');
  const keys = resources.filter(
    ({ Type, stack }) => Type === 'AWS::KMS::Key' && stack.endsWith('-keys'),
  );
  expect(keys).toHaveLength(4);
}, 300_000);

it('only the GitHub environment of its own name deploys an environment, and as nothing but its own', () => {
  for (const name of ENVIRONMENTS) {
    const [role, ...others] = all(name, 'AWS::IAM::Role').filter(
      ({ stack }) => stack === `ventanilla-${name}-deploy`,
    );
    expect(others).toEqual([]);
    const [trust, ...more] = role?.Properties.AssumeRolePolicyDocument.Statement ?? [];
    expect(more).toEqual([]);
    expect(trust.Action).toBe('sts:AssumeRoleWithWebIdentity');
    expect(trust.Condition).toEqual({
      StringEquals: {
        'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
        'token.actions.githubusercontent.com:sub': `repo:example-authority/ventanilla:environment:${name}`,
      },
    });
    const [policy] = all(name, 'AWS::IAM::Policy').filter(
      ({ stack }) => stack === `ventanilla-${name}-deploy`,
    );
    const granted = policy?.Properties.PolicyDocument.Statement as readonly {
      readonly Action: string | readonly string[];
      readonly Resource: unknown;
    }[];
    const anywhere = granted.filter(({ Resource }) => Resource === '*').flatMap((it) => it.Action);
    expect(new Set(anywhere)).toEqual(new Set(WITHOUT_RESOURCE));
    const actions = granted.flatMap(({ Action }) => Action);
    expect(actions.filter((it) => /^(kms|s3|secretsmanager|kinesis):/.test(it))).toEqual([]);
    expect(actions.filter((it) => it.startsWith('iam:'))).toEqual(['iam:PassRole']);
  }
});
