/** The parts of the local run that decide: references, policies, calls, the way in. */
import { type Answer, type Assembly, readAssembly } from '../src/local/assembly.ts';
import { callsOf, createIterators } from '../src/local/calls.ts';
import { methodsOf, rulesOf } from '../src/local/front.ts';
import { allows, policiesOf } from '../src/local/policy.ts';
import { createSecretStore } from '../src/local/secrets.ts';
import { readTasks } from '../src/local/tasks.ts';
import { readEnvironment } from '../src/settings/read.ts';
import { SERVICE_NAMES } from '../src/settings/schema.ts';
import { createApp, createSite } from '../src/site.ts';

/** Everything goes by its logical id. */
const answer: Answer = ({ id }) => id;
let assembly: Assembly;
beforeAll(() => {
  const app = createApp();
  createSite(app, readEnvironment('dev'));
  assembly = readAssembly(app);
}, 300_000);

describe('task definitions', () => {
  it('resolve to the last reference, with their limits', () => {
    const tasks = readTasks(assembly, answer);
    expect(tasks.map(({ name }) => name).sort()).toEqual(
      [...SERVICE_NAMES, 'lake', 'migrate'].sort(),
    );
    for (const task of tasks) {
      expect(JSON.stringify(task.environment)).not.toMatch(/Fn::|"Ref"/);
      expect(task).toMatchObject({ user: '10001:10001', readOnlyRoot: true });
    }
    const { services } = readEnvironment('dev');
    const validation = tasks.find(({ name }) => name === 'validation');
    expect(validation).toMatchObject({
      cpuUnits: services.validation.cpu,
      memoryMiB: services.validation.memoryMiB,
      command: ['services/validation/src/main.ts'],
    });
  });

  it('get passwords that agree: of the migration and in the address of the service', () => {
    const owner = { host: 'store', username: 'owner', password: 'p' };
    const secrets = createSecretStore(assembly, answer, owner);
    const [migrate, query] = ['migrate', 'query'].map((wanted) =>
      readTasks(assembly, answer).find(({ name }) => name === wanted),
    );
    const password = secrets.valueOf(migrate?.secrets.PASSWORD_VENTANILLA_QUERY as never);
    expect(secrets.valueOf(query?.secrets.DATABASE_URL as never)).toContain(`:${password}@`);
    expect(secrets.valueOf(migrate?.secrets.OWNER_HOST as never)).toBe('store');
  });

  it('a reference that nothing stands for is an error', () => {
    const nothing: Answer = () => undefined;
    expect(() => readTasks(assembly, nothing)).toThrow('Nothing here stands for');
  });
});

describe('policies', () => {
  const statement = {
    actions: ['kms:Decrypt'],
    resources: ['arn:key'],
    equals: { 'kms:EncryptionContext:purpose': ['stream'] },
  };
  const call = {
    action: 'kms:Decrypt',
    resource: 'arn:key',
    context: { 'kms:EncryptionContext:purpose': 'stream' },
  };

  it('allow what is written and nothing beside it', () => {
    expect(allows([statement], call)).toBe(true);
    expect(allows([statement], { ...call, action: 'kms:Encrypt' })).toBe(false);
    expect(allows([statement], { ...call, resource: 'arn:other' })).toBe(false);
    expect(allows([statement], { ...call, context: {} })).toBe(false);
    expect(allows([], call)).toBe(false);
    const listing = { ...statement, equals: {}, like: { 's3:prefix': ['keys/a/*'] } };
    const under = (prefix: string) => ({ ...call, context: { 's3:prefix': prefix } });
    expect(allows([listing], under('keys/a/b'))).toBe(true);
    expect(allows([listing], under('keys/'))).toBe(false);
    expect(allows([listing], call)).toBe(false);
  });

  it('are read for every service of ours', () => {
    const policies = policiesOf(assembly, answer);
    for (const { name, role } of readTasks(assembly, answer)) {
      expect([name, policies.has(role)]).toEqual([name, name !== 'migrate']);
    }
  });
});

describe('calls', () => {
  const needs = { region: 'us-east-1', iterators: createIterators() };
  const received = (over: object) => ({
    method: 'POST',
    url: '/',
    headers: {},
    body: Buffer.from('{}'),
    ...over,
  });

  it('of S3 name the object, and the lock that is asked for', () => {
    const put = received({
      method: 'PUT',
      url: '/bucket/log/tile/0/000',
      headers: { 'x-amz-object-lock-mode': 'GOVERNANCE' },
    });
    expect(
      callsOf('s3', put, needs).map(({ action, resource }) => `${action} ${resource}`),
    ).toEqual([
      's3:PutObject arn:aws:s3:::bucket/log/tile/0/000',
      's3:PutObjectRetention arn:aws:s3:::bucket/log/tile/0/000',
    ]);
    const list = received({ method: 'GET', url: '/bucket/?list-type=2' });
    expect(callsOf('s3', list, needs)).toMatchObject([
      { action: 's3:ListBucket', context: { 's3:prefix': '' } },
    ]);
    const under = received({ method: 'GET', url: '/bucket/?list-type=2&prefix=keys%2Fa%2F' });
    expect(callsOf('s3', under, needs)).toMatchObject([{ context: { 's3:prefix': 'keys/a/' } }]);
  });

  it('of Kinesis name the stream, also by an iterator once handed out', () => {
    needs.iterators.remember('it', 'docs');
    const records = received({
      headers: { 'x-amz-target': 'Kinesis_20131202.GetRecords' },
      body: Buffer.from('{"ShardIterator":"it"}'),
    });
    expect(callsOf('kinesis', records, needs)).toEqual([
      {
        action: 'kinesis:GetRecords',
        resource: 'arn:aws:kinesis:us-east-1:111122223333:stream/docs',
        context: {},
      },
    ]);
  });
});

describe('the way in', () => {
  it('takes documents to reception, reads to query, and keys by their well-known name', () => {
    const methods = methodsOf(assembly, answer);
    const rules = rulesOf(assembly);
    const serviceOf = (verb: string, path: string) => {
      const method = methods.find((it) => it.verb === verb && it.path.test(path));
      const onward = method?.onward(path) ?? '';
      const rule = rules.find(
        ({ verbs, paths }) =>
          (verbs?.includes(verb) ?? true) && paths.some((it) => it.test(onward)),
      );
      return `${onward} ${rule?.service}`;
    };
    expect(serviceOf('POST', '/v1/documents')).toBe('/v1/documents reception');
    expect(serviceOf('POST', '/v1/documents/lookup')).toBe('/v1/documents/lookup query');
    expect(serviceOf('GET', '/v1/documents/ab12/receipt')).toBe('/v1/documents/ab12/receipt query');
    expect(serviceOf('GET', '/v1/log/tile/0/000')).toBe('/v1/log/tile/0/000 query');
    expect(serviceOf('GET', '/.well-known/ventanilla/keys.json')).toBe(
      '/v1/.well-known/ventanilla/keys.json query',
    );
    expect(methods.some(({ path }) => path.test('/v2/documents'))).toBe(false);
  });
});
