/** Local servers in place of Kinesis, KMS, S3 and Cognito, each behind its guard. */
import { randomBytes } from 'node:crypto';
import { startLocalS3 } from '../../../packages/objects-s3/test/local-s3.ts';
import { startKinesis, startLocalKms } from '../../../packages/testing/src/index.ts';
import { ACCOUNT, type Answer, type Assembly, type Resource } from './assembly.ts';
import { streamArn } from './calls.ts';
import { type Guard, startGuard, type Watch } from './guard.ts';
import { type PoolClient, startPool } from './issuer.ts';

export interface Doubles {
  /** Stands for the names and addresses of resources. */
  readonly answer: Answer;
  readonly issuer: string;
  readonly secretOf: (clientId: string) => string;
  /** With which a task reaches them instead of AWS. */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

export interface DoubleNeeds {
  readonly assembly: Assembly;
  readonly prefix: string;
  readonly region: string;
  readonly storeHost: () => string;
  readonly watch: Watch;
}

/** What Kinesis starts an on-demand stream with. */
const ON_DEMAND_SHARDS = 4;
/** Those that services know. */
const BUCKETS = ['objects', 'claims', 'lake', 'uploads'];

export async function startDoubles(needs: DoubleNeeds): Promise<Doubles> {
  const { assembly, prefix, region, watch, storeHost } = needs;
  const kms = await startLocalKms();
  const kinesis = await startKinesis();
  const s3 = await startLocalS3({ buckets: BUCKETS.map((it) => `${prefix}-${it}-${ACCOUNT}`) });
  const keys = new Map<string, string>();
  const keyOf = ({ id, properties }: Resource): string => {
    const signs = properties.KeyUsage === 'SIGN_VERIFY';
    const arn = keys.get(id) ?? (signs ? kms.createSigningKey() : kms.createKey());
    keys.set(id, arn);
    return arn;
  };
  let issuer = '';
  const answer: Answer = (resource, attribute) => {
    const { type, id, properties } = resource;
    if (type === 'AWS::KMS::Key') return keyOf(resource);
    if (type === 'AWS::Kinesis::Stream') return streamArn(region, properties.Name);
    if (type === 'AWS::SecretsManager::Secret') return id;
    if (type === 'AWS::RDS::DBCluster' && attribute === 'Endpoint.Address') return storeHost();
    if (type === 'AWS::Cognito::UserPool' && attribute === 'ProviderURL') return issuer;
    if (type === 'AWS::Cognito::UserPoolResourceServer') return properties.Identifier;
    if (type === 'AWS::Cognito::UserPoolClient') return clientIdOf(resource, prefix);
    return undefined;
  };
  const clients = clientsOf(assembly, answer, prefix);
  const pool = await startPool(watch.host, clients);
  issuer = pool.issuer;
  await createStreams(assembly, kinesis.endpoint);
  const s3Endpoint = (s3.client as { readonly endpoint: string }).endpoint;
  const guards: Readonly<Record<string, Guard>> = {
    KINESIS: await startGuard('kinesis', kinesis.endpoint, watch),
    KMS: await startGuard('kms', kms.client.endpoint, watch),
    S3: await startGuard('s3', s3Endpoint, watch),
  };
  return {
    answer,
    issuer,
    secretOf: (id) => clients.get(id)?.secret ?? '',
    endpoints: Object.fromEntries(
      Object.entries(guards).map(([name, { url }]) => [`AWS_ENDPOINT_URL_${name}`, url]),
    ),
    close: async () => {
      await Promise.all(Object.values(guards).map((guard) => guard.close()));
      await pool.close();
      await s3.close();
      await kms.close();
      kinesis.stop();
    },
  };
}

/** Cognito makes ids up; here they are the ids of the settings. */
const clientIdOf = ({ id, properties }: Resource, prefix: string): string =>
  (properties.ClientName ?? id).replace(`${prefix}-`, '');

function clientsOf(
  assembly: Assembly,
  answer: Answer,
  prefix: string,
): ReadonlyMap<string, PoolClient> {
  const machines = assembly
    .ofType('AWS::Cognito::UserPoolClient')
    .filter(({ properties }) => properties.AllowedOAuthFlows.includes('client_credentials'));
  return new Map(
    machines.map((client) => [
      clientIdOf(client, prefix),
      {
        secret: randomBytes(24).toString('hex'),
        scopes: assembly.resolve(
          client.stack,
          client.properties.AllowedOAuthScopes,
          answer,
        ) as string[],
      },
    ]),
  );
}

async function createStreams(assembly: Assembly, endpoint: string): Promise<void> {
  for (const { properties } of assembly.ofType('AWS::Kinesis::Stream')) {
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'Kinesis_20131202.CreateStream',
        'x-amz-date': '20260101T000000Z',
        // The local server looks whether there is a signature, and not at it.
        authorization:
          'AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=x',
      },
      body: JSON.stringify({
        StreamName: properties.Name,
        ShardCount: properties.ShardCount ?? ON_DEMAND_SHARDS,
      }),
    });
    if (!answer.ok) throw new Error(`${properties.Name} was not made: ${await answer.text()}`);
  }
}
