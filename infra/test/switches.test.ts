/** What stands only where a setting asks for it, under both rule packs too. */
import { applyChecks } from '../src/checks/apply.ts';
import { readEnvironment } from '../src/settings/read.ts';
import { createApp, createSite } from '../src/site.ts';
import { type Placed, resourcesOf, text } from './placed.ts';

describe('with every switch on', () => {
  const resources: Placed[] = [];
  // Synthesis throws on a finding here too.
  beforeAll(() => {
    const dev = readEnvironment('dev');
    const principalArn = 'arn:aws:quicksight:us-east-1:111122223333:group/default/analysts';
    const app = createApp();
    const site = createSite(app, {
      ...dev,
      stream: { ...dev.stream, fanOut: true },
      keys: { ...dev.keys, signing: { kind: 'kms', validFrom: '2026-01-01T00:00:00Z' } },
      analytics: { ...dev.analytics, quicksight: { principalArn } },
      alarms: { ...dev.alarms, phones: ['+50255551234'] },
      onPremConsumers: [
        {
          id: 'site-1',
          certificateAuthorityPem: '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----',
          commonName: 'site-1',
        },
      ],
    });
    applyChecks(app, site);
    resources.push(...resourcesOf(app));
  }, 300_000);

  const statementsOf = (role: RegExp) =>
    resources
      .filter(({ Type, id }) => Type === 'AWS::IAM::Policy' && role.test(id))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
  const mayOn = (role: RegExp, action: string): readonly string[] =>
    statementsOf(role)
      .filter(({ Action }) => [Action].flat().includes(action))
      .flatMap(({ Resource }) => [Resource].flat().map(text));

  it.each([
    ['validation', /^validationtaskTaskRole/],
    ['archive', /^archivetaskTaskRole/],
    ['transformation', /^transformationtaskTaskRole/],
    ['persistence', /^persistencetaskTaskRole/],
    ['site-1', /^Consumersite1/],
  ])('%s subscribes as its own group, to what it handles', (group, role) => {
    expect(mayOn(role, 'kinesis:RegisterStreamConsumer')).toHaveLength(1);
    expect(mayOn(role, 'kinesis:DescribeStreamConsumer')).toHaveLength(2);
    const subscribed = mayOn(role, 'kinesis:SubscribeToShard');
    expect(subscribed).toHaveLength(1);
    expect(subscribed[0]).toContain(`/consumer/${group}:*`);
  });

  it.each([/^receptiontaskTaskRole/, /^querytaskTaskRole/])('%s subscribes to nothing', (role) => {
    expect(statementsOf(role).length).toBeGreaterThan(3);
    expect(mayOn(role, 'kinesis:SubscribeToShard')).toEqual([]);
  });

  it('KMS signs for who signs, and shows its public key to query', () => {
    const who = (action: string) =>
      ['reception', 'validation', 'transformation', 'persistence', 'archive', 'query'].filter(
        (service) => mayOn(new RegExp(`^${service}taskTaskRole`), action).length > 0,
      );
    expect(who('kms:Sign')).toEqual(['reception', 'persistence']);
    expect(who('kms:GetPublicKey')).toEqual(['reception', 'persistence', 'query']);
  });

  it('QuickSight shows the rows of the regions that a session is tagged with, and no names', () => {
    const [set, ...others] = resources.filter(({ Type }) => Type === 'AWS::QuickSight::DataSet');
    expect(others).toEqual([]);
    expect(set?.Properties.RowLevelPermissionTagConfiguration).toEqual({
      Status: 'ENABLED',
      TagRules: [{ ColumnName: 'region', TagKey: 'region', TagMultiValueDelimiter: ',' }],
    });
    const { InputColumns } = set?.Properties.PhysicalTableMap.invoices.RelationalTable ?? {};
    const names = InputColumns.map(({ Name }: { readonly Name: string }) => Name);
    expect(names).toContain('region');
    expect(names).not.toContain('issuer_name');
    expect(names).not.toContain('buyer_name');
  });
});
