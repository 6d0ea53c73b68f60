/** Every process tries everything: what its row does not say must fail, and what it says must work. */
import { grantKeys, type KeyWrapper } from '@ventanilla/encryption';
import { createFakeKeyService } from '@ventanilla/encryption/contract';
import { grantDoor, grantObjects, type ObjectStore, type UploadDoor } from '@ventanilla/objects';
import { createMemoryObjects } from '@ventanilla/objects/memory';
import { claimGrants, GRANTS, type Grant, type Grantee, uploadGrants } from './grants.ts';

const GRANTEES = Object.keys(GRANTS) as Grantee[];
const PURPOSES = ['stream', 'original', 'canonical', 'signing', 'else'];
/** One object under everything that is stored, beside what is named almost alike, and what is elsewhere. */
const KEYS = [
  'segments/original/2030/01/02/a',
  'segments/canonical/2030/01/02/a',
  'segments/originals/a',
  'log/tile/0/000',
  'log/checkpoint',
  'log/cosigned',
  'logs/a',
  'audit/tile/0/000',
  'audit/checkpoint',
  'keys/signing/a',
  'keys/wrapped-signing/a/000001',
  'keys/operators/a',
  'keys/rewrapped/a/b',
  'batches/a/summary.json',
  'documents.received/a',
  'else',
];

/** Which of `attempts` were let through; everything else must have failed for the one reason. */
async function allowed(attempts: Readonly<Record<string, () => Promise<unknown>>>) {
  const through: string[] = [];
  for (const [name, attempt] of Object.entries(attempts)) {
    const refusal = await attempt().then(
      () => undefined,
      (error: unknown) => error,
    );
    if (refusal === undefined) through.push(name);
    else expect(refusal).toMatchObject({ code: 'not-granted', retryable: true });
  }
  return through;
}

async function collect(keys: AsyncIterable<string>): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const key of keys) all.push(key);
  return all;
}

const under = (prefixes: readonly string[]) =>
  KEYS.filter((key) => prefixes.some((prefix) => key.startsWith(prefix)));

describe.each(GRANTEES)('%s', (grantee) => {
  const grant: Grant = GRANTS[grantee];

  const tried = async (verb: (store: ObjectStore, key: string) => Promise<unknown>) => {
    const bare = createMemoryObjects();
    for (const key of KEYS) await bare.put(key, Buffer.from(key));
    const store = grantObjects(bare, grantee, grant);
    return allowed(Object.fromEntries(KEYS.map((key) => [key, () => verb(store, key)])));
  };

  it('touches no object outside its prefixes', async () => {
    const reads = under(grant.reads);
    expect(await tried((store, key) => store.get(key))).toEqual(reads);
    expect(await tried((store, key) => store.getRange(key, 0, 1))).toEqual(reads);
    expect(await tried((store, key) => collect(store.list(key)))).toEqual(reads);
    expect(await tried((store, key) => store.put(key, Buffer.from(key)))).toEqual(
      under(grant.writes),
    );
    expect(await tried((store, key) => store.replace(key, Buffer.from('x')))).toEqual(
      KEYS.filter((key) => grant.replaces.includes(key)),
    );
  });

  it('lists no more than it reads', async () => {
    const store = grantObjects(createMemoryObjects(), grantee, grant);
    const all = await allowed({ all: () => collect(store.list('')) });
    expect(all).toEqual(grant.reads.includes('') ? ['all'] : []);
  });

  it('has no data key but those of its purposes', async () => {
    const service: KeyWrapper = createFakeKeyService();
    const ring = grantKeys(service, grantee, grant);
    const tried = (verb: (context: { readonly purpose: string }) => Promise<unknown>) =>
      allowed(Object.fromEntries(PURPOSES.map((purpose) => [purpose, () => verb({ purpose })])));
    const wrapped = async (context: { readonly purpose: string }) =>
      (await service.generate(context)).wrapped;
    const inOrder = (purposes: readonly string[]) =>
      PURPOSES.filter((purpose) => purposes.includes(purpose));
    expect(await tried((context) => ring.generate(context))).toEqual(inOrder(grant.wraps));
    expect(await tried(async (context) => ring.unwrap(await wrapped(context), context))).toEqual(
      inOrder(grant.unwraps),
    );
    expect(await tried(async (context) => ring.rewrap(await wrapped(context), context))).toEqual(
      inOrder(grant.rewraps),
    );
  });

  it('reaches beside the stream only what belongs to its topics', async () => {
    const store = grantObjects(createMemoryObjects(), grantee, claimGrants(grantee));
    const topics = ['received', 'validated', 'transformed', 'registered', 'dead', 'else'].map(
      (name) => `documents.${name}`,
    );
    const tried = (verb: (key: string) => Promise<unknown>) =>
      allowed(Object.fromEntries(topics.map((topic) => [topic, () => verb(`${topic}/a`)])));
    const { handles, follows, appends } = grant;
    expect(await tried((key) => store.get(key))).toEqual(
      topics.filter((topic) => [...handles, ...follows].includes(topic)),
    );
    expect(await tried((key) => store.put(key, Buffer.from('x')))).toEqual(
      topics.filter((topic) => [...handles, ...appends].includes(topic)),
    );
    expect(await tried((key) => store.replace(key, Buffer.from('x')))).toEqual([]);
  });
});

it.each(GRANTEES)('%s reaches uploads only as reception, under their prefix', async (grantee) => {
  const grants = uploadGrants(grantee);
  const store = grantObjects(createMemoryObjects(), grantee, grants);
  const doors: readonly UploadDoor[] = [
    { kind: 'presigned', presignPut: async () => ({ url: '', headers: {} }) },
    { kind: 'received', receive: async () => 'stored', sweep: async () => undefined },
  ];
  const terms = { sha256: '', bytes: 1, expiresSeconds: 1 };
  const knock = async (door: UploadDoor, key: string) => {
    if (door.kind === 'presigned') return door.presignPut(key, terms);
    await door.sweep(key, 0);
    return door.receive(key, (async function* () {})(), terms);
  };
  const attempts = Object.fromEntries(
    ['uploads/a/content', 'uploadsa', 'batches/a'].flatMap((key) => [
      [`get ${key}`, () => store.get(key)],
      [`put ${key}`, () => store.put(key, Buffer.from('x'))],
      ...doors.map((door) => [
        `${door.kind} ${key}`,
        () => knock(grantDoor(door, grantee, grants.writes), key),
      ]),
    ]),
  );
  const mine = ['get', 'put', 'presigned', 'received'].map((verb) => `${verb} uploads/a/content`);
  expect(await allowed(attempts)).toEqual(grantee === 'reception' ? mine : []);
});

it('a purpose is unwrapped only where documents are handled or shown', () => {
  const who = (purpose: string) =>
    GRANTEES.filter((grantee) => (GRANTS[grantee].unwraps as readonly string[]).includes(purpose));
  expect(who('original')).toEqual(['query', 'restore', 'operators']);
  expect(who('canonical')).toEqual(['persistence', 'query', 'restore', 'operators']);
  expect(who('stream')).toEqual([
    'validation',
    'transformation',
    'persistence',
    'archive',
    'consumer',
  ]);
  const signs = GRANTEES.filter((grantee) => GRANTS[grantee].signs);
  expect(signs).toEqual(['reception', 'persistence']);
  expect(who('signing')).toEqual(signs);
});
