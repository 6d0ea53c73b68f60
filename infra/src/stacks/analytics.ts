/** History as SQL: the lake's table, who may see which of its rows, and what a query may cost. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Stack } from 'aws-cdk-lib';
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import { AccountRootPrincipal, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  CfnDataCellsFilter,
  CfnDataLakeSettings,
  CfnPrincipalPermissions,
  CfnResource,
} from 'aws-cdk-lib/aws-lakeformation';
import { CfnDataSet, CfnDataSource } from 'aws-cdk-lib/aws-quicksight';
import { BUCKETS, COLUMNS, TABLE } from '../../../packages/lake/src/columns.ts';
import { bucketArn } from '../constructs/bucket.ts';
import { type Site, stackOf } from '../constructs/site.ts';
import type { Data } from './data.ts';
import type { KeyRing, Keys } from './keys.ts';

/** Names of natural persons are not for SQL. */
const PERSONAL: readonly string[] = ['issuer_name', 'buyer_name'];

export function createAnalytics(site: Site, ring: KeyRing, data: Data): void {
  if (!site.settings.analytics.enabled) return;
  const stack = stackOf(site, 'analytics', 'lake, SQL and row filters');
  const keys = ring(stack);
  const database = site.prefix.replaceAll('-', '_');
  const glue = new CfnDatabase(stack, 'Database', {
    catalogId: stack.account,
    // No default permissions, or every principal with IAM rights would pass the filters by.
    databaseInput: { name: database, createTableDefaultPermissions: [] },
  });
  const table = createTable(stack, database, data);
  table.addResourceDependency(glue);
  closeDefaults(stack, site);
  registerLake(stack, site, keys, data);
  const results = `s3://${data.lake.bucketName}/results/`;
  createWorkgroup(stack, site, keys, { name: site.prefix, results, database });
  for (const region of site.settings.analytics.auditorRegions) {
    const name = `${site.prefix}-auditor-${region}`;
    const role = createAuditor(stack, region, name, table, database);
    // A workgroup says where results go: one a region, or auditors would read each other's.
    createWorkgroup(stack, site, keys, { name, results: `${results}${region}/`, database }, region);
    for (const right of auditorRights(stack, site, keys, { name, region, database })) {
      role.addToPolicy(right);
    }
  }
  createQuickSight(stack, site, database, table);
}

function createTable(stack: Stack, database: string, { lake }: Data): CfnTable {
  const location = `s3://${lake.bucketName}/${TABLE}/`;
  return new CfnTable(stack, 'Invoices', {
    catalogId: stack.account,
    databaseName: database,
    tableInput: {
      name: TABLE,
      tableType: 'EXTERNAL_TABLE',
      partitionKeys: [
        { name: 'day', type: 'string' },
        { name: 'bucket', type: 'int' },
      ],
      parameters: {
        classification: 'parquet',
        'projection.enabled': 'true',
        'projection.day.type': 'date',
        'projection.day.format': 'yyyy-MM-dd',
        'projection.day.range': '2024-01-01,NOW',
        'projection.bucket.type': 'integer',
        'projection.bucket.range': `0,${BUCKETS - 1}`,
        'storage.location.template': `${location}day=\${day}/bucket=\${bucket}/`,
      },
      storageDescriptor: {
        location,
        columns: COLUMNS.map(([name, type]) => ({ name, type })),
        inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
        outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
        serdeInfo: {
          serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
        },
      },
    },
  });
}

function closeDefaults(stack: Stack, { settings }: Site): void {
  new CfnDataLakeSettings(stack, 'Settings', {
    admins: settings.analytics.lakeAdministratorArns.map((dataLakePrincipalIdentifier) => ({
      dataLakePrincipalIdentifier,
    })),
    createDatabaseDefaultPermissions: [],
    createTableDefaultPermissions: [],
  });
}

function registerLake(stack: Stack, site: Site, keys: Keys, { lake }: Data): void {
  const role = new Role(stack, 'LakeRole', {
    roleName: `${site.prefix}-lake`,
    assumedBy: new ServicePrincipal('lakeformation.amazonaws.com'),
  });
  role.addToPolicy(
    new PolicyStatement({ actions: ['s3:ListBucket'], resources: [lake.bucketArn] }),
  );
  role.addToPolicy(
    new PolicyStatement({
      actions: ['s3:GetObject'],
      resources: [`${bucketArn(site, 'lake')}/${TABLE}/*`],
    }),
  );
  role.addToPolicy(
    new PolicyStatement({ actions: ['kms:Decrypt'], resources: [keys.storage.keyArn] }),
  );
  new CfnResource(stack, 'Lake', {
    resourceArn: `${lake.bucketArn}/${TABLE}`,
    roleArn: role.roleArn,
    useServiceLinkedRole: false,
  });
}

/** One role a region: an auditor sees its rows, and the names of nobody. */
function createAuditor(
  stack: Stack,
  region: string,
  roleName: string,
  table: CfnTable,
  databaseName: string,
): Role {
  const cells = {
    tableCatalogId: stack.account,
    databaseName,
    tableName: TABLE,
    name: `region-${region}`,
  };
  const filter = new CfnDataCellsFilter(stack, `Rows-${region}`, {
    ...cells,
    rowFilter: { filterExpression: `region = '${region.replaceAll("'", "''")}'` },
    columnWildcard: { excludedColumnNames: [...PERSONAL] },
  });
  filter.addResourceDependency(table);
  const role = new Role(stack, `Auditor-${region}`, {
    roleName,
    // Athena acts as whoever asks. Those are people: a policy of the authority's sign-in (IAM Identity
    // Center) in this account says who may assume which of these roles.
    assumedBy: new AccountRootPrincipal(),
    description: `Auditors of region ${region}`,
  });
  const permissions = new CfnPrincipalPermissions(stack, `May-${region}`, {
    principal: { dataLakePrincipalIdentifier: role.roleArn },
    permissions: ['SELECT'],
    permissionsWithGrantOption: [],
    resource: { dataCellsFilter: cells },
  });
  permissions.addResourceDependency(filter);
  return role;
}

interface Auditor {
  readonly name: string;
  readonly region: string;
  readonly database: string;
}

/** To ask in a workgroup of its own; the files of the table come from Lake Formation, which filters them. */
function auditorRights(
  stack: Stack,
  site: Site,
  keys: Keys,
  { name, region, database }: Auditor,
): readonly PolicyStatement[] {
  const arn = (service: string, resource: string, resourceName?: string) =>
    stack.formatArn({ service, resource, ...(resourceName !== undefined && { resourceName }) });
  const lake = bucketArn(site, 'lake');
  const results = `results/${region}/*`;
  const allow = (actions: string[], resources: string[], conditions?: Record<string, object>) =>
    new PolicyStatement({ actions, resources, ...(conditions && { conditions }) });
  return [
    allow(
      [
        'athena:StartQueryExecution',
        'athena:StopQueryExecution',
        'athena:GetQueryExecution',
        'athena:GetQueryResults',
        'athena:ListQueryExecutions',
        'athena:GetWorkGroup',
        'athena:GetNamedQuery',
        'athena:ListNamedQueries',
      ],
      [arn('athena', 'workgroup', name)],
    ),
    allow(
      ['glue:GetDatabase', 'glue:GetTable', 'glue:GetPartitions'],
      [
        arn('glue', 'catalog'),
        arn('glue', 'database', database),
        arn('glue', 'table', `${database}/${TABLE}`),
      ],
    ),
    allow(['lakeformation:GetDataAccess'], ['*']),
    allow(['s3:GetBucketLocation'], [lake]),
    allow(['s3:ListBucket'], [lake], { StringLike: { 's3:prefix': results } }),
    allow(['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'], [`${lake}/${results}`]),
    allow(['kms:Decrypt', 'kms:GenerateDataKey'], [keys.storage.keyArn], {
      StringEquals: { 'kms:ViaService': `s3.${site.settings.region}.amazonaws.com` },
    }),
  ];
}

interface Workgroup {
  readonly name: string;
  readonly results: string;
  readonly database: string;
}

/** With the named queries, as they belong to a workgroup each. */
function createWorkgroup(
  stack: Stack,
  site: Site,
  keys: Keys,
  { name: workGroup, results, database }: Workgroup,
  region?: string,
): void {
  const id = (name: string) => (region === undefined ? name : `${name}-${region}`);
  const group = new CfnWorkGroup(stack, id('Workgroup'), {
    name: workGroup,
    state: 'ENABLED',
    recursiveDeleteOption: false,
    workGroupConfiguration: {
      enforceWorkGroupConfiguration: true,
      publishCloudWatchMetricsEnabled: true,
      bytesScannedCutoffPerQuery: site.settings.analytics.scanBytesMax,
      engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
      resultConfiguration: {
        outputLocation: results,
        encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKey: keys.storage.keyArn },
      },
    },
  });
  for (const { name, description, text } of readQueries()) {
    new CfnNamedQuery(stack, id(`Query-${name}`), {
      name,
      description,
      database,
      queryString: text,
      workGroup,
    }).addResourceDependency(group);
  }
}

const FOLDER = new URL('../../../queries/', import.meta.url);

/** The same files that run over DuckDB on the premises; Athena's parameters are by position. */
export function readQueries() {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const text = readFileSync(new URL(file, FOLDER), 'utf8');
      const [first = ''] = text.split('\n');
      return {
        name: file.replace('.sql', ''),
        description: first.replace(/^--\s*/, ''),
        text: text.replaceAll(/:(from|to)\b/g, '?'),
      };
    });
}

function createQuickSight(
  stack: Stack,
  { settings, prefix }: Site,
  database: string,
  table: CfnTable,
): void {
  const { quicksight } = settings.analytics;
  if (quicksight === undefined) return;
  const source = new CfnDataSource(stack, 'QuickSightSource', {
    awsAccountId: stack.account,
    dataSourceId: prefix,
    name: prefix,
    type: 'ATHENA',
    dataSourceParameters: { athenaParameters: { workGroup: prefix } },
    permissions: [
      {
        principal: quicksight.principalArn,
        actions: [
          'quicksight:DescribeDataSource',
          'quicksight:PassDataSource',
          'quicksight:DescribeDataSourcePermissions',
        ],
      },
    ],
  });
  source.addResourceDependency(table);
  const quickSightType = (type: string) =>
    type.startsWith('decimal')
      ? 'DECIMAL'
      : type === 'date' || type === 'timestamp'
        ? 'DATETIME'
        : type.endsWith('int')
          ? 'INTEGER'
          : 'STRING';
  new CfnDataSet(stack, 'QuickSightSet', {
    awsAccountId: stack.account,
    dataSetId: `${prefix}-invoices`,
    name: `${prefix} invoices`,
    importMode: 'DIRECT_QUERY',
    // Who embeds a dashboard names the regions of the session; without the tag no row is shown.
    rowLevelPermissionTagConfiguration: {
      status: 'ENABLED',
      tagRules: [{ columnName: 'region', tagKey: 'region', tagMultiValueDelimiter: ',' }],
    },
    physicalTableMap: {
      invoices: {
        relationalTable: {
          dataSourceArn: source.attrArn,
          catalog: 'AwsDataCatalog',
          schema: database,
          name: TABLE,
          inputColumns: COLUMNS.filter(([name]) => !PERSONAL.includes(name)).map(
            ([name, type]) => ({
              name,
              type: quickSightType(type),
            }),
          ),
        },
      },
    },
    permissions: [
      {
        principal: quicksight.principalArn,
        actions: [
          'quicksight:DescribeDataSet',
          'quicksight:PassDataSet',
          'quicksight:DescribeDataSetPermissions',
        ],
      },
    ],
  });
}
