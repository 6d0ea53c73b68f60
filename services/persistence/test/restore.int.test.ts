import { recordPurge } from '@ventanilla/custody';
import { compareLedgers, type Database, migrate, openDatabase } from '@ventanilla/database';
import type { ObjectStore } from '@ventanilla/objects';
import { type TestDatabase, testDatabase } from '@ventanilla/testing';
import { restoreLedger } from '../src/restore/restore.ts';
import { after, fault, idOf, messageOf, noteOf, T0, uuidOf } from './messages.ts';
import { batchOf, emptyLedger, openScene, openWorld, type Scene, type World } from './scene.ts';

let world: World;
const targets: { test: TestDatabase; database: Database }[] = [];
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  for (const { test, database } of targets) {
    await database.close();
    await test.drop();
  }
  await world?.close();
});
beforeEach(() => emptyLedger(world));

async function emptyTarget(): Promise<Database> {
  const test = await testDatabase({ template: { name: 'migrated', prepare: runMigrations } });
  const database = openDatabase(test.url, { poolMax: 2, applicationName: 'restore' });
  targets.push({ test, database });
  return database;
}
const runMigrations = async (url: string) => {
  await migrate(url);
};

const restoreInto = (
  database: Database,
  objects: ObjectStore,
  over: Partial<Parameters<typeof restoreLedger>[0]> = {},
) =>
  restoreLedger({
    database,
    objects,
    envelopes: { original: world.envelope, canonical: world.envelope },
    keys: [world.signer.publicKey],
    dayOf: (iso) => iso.slice(0, 10),
    onProgress: () => undefined,
    ...over,
  });

async function collect(keys: AsyncIterable<string>): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const key of keys) all.push(key);
  return all;
}

const LATER = after(T0, 600_000);
/** Acceptance, observations, notes that wait, annulments, rejections, second attempts, repeats. */
async function tellStory(scene: Scene): Promise<void> {
  const process = scene.start();
  await process.handle(
    batchOf([
      noteOf('C', 'A', 'credits', { summary: { totalAmount: '100.00' } }),
      messageOf({ name: 'A' }),
      messageOf({ name: 'B', faults: [fault('W-1', 'warning')], submitter: '300' }),
      noteOf('waits', 'Z', 'credits'),
      noteOf('lost', 'nowhere', 'debits'),
      messageOf({ name: 'X', faults: [fault('X-1')], region: '07' }),
      messageOf({ name: 'unreadable', summary: 'unreadable', faults: [fault('S-1')] }),
      messageOf({ name: 'A', submissionId: uuidOf('again') }),
      messageOf({ name: 'odd', summary: { issueDate: '2026-02-30' }, faults: [fault('D-1')] }),
    ]),
  );
  scene.setNow(after(LATER, 1_000));
  await process.handle(
    batchOf([
      messageOf({
        name: 'X',
        submissionId: uuidOf('second'),
        receivedAt: LATER,
        submitter: '400',
        batchId: 'batch-7',
      }),
      messageOf({ name: 'D', summary: { businessKey: 'json:A' } }),
      noteOf('N', 'B', 'annuls'),
      messageOf({ name: 'Z' }),
    ]),
  );
  scene.setNow(after(LATER, 2_000_000));
  await process.settleOverdue();
  const names = Array.from({ length: 620 }, (_, at) => `many-${at}`);
  for (let at = 0; at < names.length; at += 90) {
    const some = names.slice(at, at + 90).map((name) => messageOf({ name }));
    await process.handle(batchOf(some));
  }
}

/** A process that dies in the middle of a batch leaves segments and files that nobody counts. */
async function dieTwice(scene: Scene): Promise<void> {
  const messages = [messageOf({ name: 'late' }), noteOf('late-note', 'A', 'credits')];
  for (const step of ['segment-stored', 'tiles-stored']) {
    const process = scene.start({
      atStep: async (at) => {
        if (at === step) throw new Error(step);
      },
    });
    await expect(process.handle(batchOf(messages))).rejects.toThrow(step);
  }
  const process = scene.start();
  await process.recover();
  await process.handle(batchOf(messages));
}

async function compare(database: Database) {
  const { differences, examples, rows, notRebuilt } = await compareLedgers(world.admin, database);
  expect(examples).toEqual([]);
  expect(differences).toBe(0);
  expect(Object.values(notRebuilt)).not.toContain('unknown to the restore');
  return rows;
}

describe('restore', () => {
  it('gives the same ledger from archive and log alone', async () => {
    const scene = openScene(world);
    await tellStory(scene);
    await dieTwice(scene);
    const target = await emptyTarget();
    const { entries } = await restoreInto(target, scene.objects);
    expect(entries).toBe(634);
    const rows = await compare(target);
    expect(rows).toMatchObject({ documents: 633, attempts: 1, log_state: 1, log_head: 1 });
    expect(rows.invoices).toBeGreaterThan(620);
    expect(rows.daily_totals).toBeGreaterThan(2);
  });

  it('goes on where it was stopped, however often', async () => {
    const scene = openScene(world);
    await tellStory(scene);
    const target = await emptyTarget();
    let stops = 0;
    for (let done = false; !done; ) {
      let steps = 0;
      const onProgress = (phase: string) => {
        if (phase === 'log') return;
        steps += 1;
        if (steps % 4 === 0 && stops < 40) throw new Error('stopped');
      };
      done = await restoreInto(target, scene.objects, { onProgress }).then(
        () => true,
        (error: Error) => {
          expect(error.message).toBe('stopped');
          stops += 1;
          return false;
        },
      );
    }
    expect(stops).toBeGreaterThan(3);
    await compare(target);
  });

  it('lets a service go on with the restored ledger', async () => {
    const scene = openScene(world);
    await tellStory(scene);
    const target = await emptyTarget();
    await restoreInto(target, scene.objects);
    const process = scene.start({ database: target });
    await process.handle(batchOf([messageOf({ name: 'next' }), messageOf({ name: 'A' })]));
    const again = await emptyTarget();
    expect(await restoreInto(again, scene.objects)).toMatchObject({ entries: 633 });
    const { differences } = await compareLedgers(target, again);
    expect(differences).toBe(0);
  });

  it('names rows that differ, and rows that one side lacks', async () => {
    const scene = openScene(world);
    await scene.start().handle(batchOf([messageOf({ name: 'A' }), messageOf({ name: 'B' })]));
    const target = await emptyTarget();
    await restoreInto(target, scene.objects);
    await scene.start().handle(batchOf([noteOf('C', 'A', 'credits')]));
    const { differences, examples } = await compareLedgers(world.admin, target);
    expect(differences).toBe(examples.length);
    expect(examples).toContainEqual({
      table: 'origins',
      key: 'json:A',
      columns: ['credited', 'live_notes'],
      in: 'both',
    });
    expect(examples.filter(({ table }) => table === 'documents')).toMatchObject([{ in: 'first' }]);
  });
});

describe('restore refuses', () => {
  const storyOf = async () => {
    const scene = openScene(world);
    await scene.start().handle(batchOf([messageOf({ name: 'A' }), messageOf({ name: 'B' })]));
    return scene;
  };
  const withObject = (objects: ObjectStore, part: string, change: (bytes: Buffer) => unknown) => ({
    ...objects,
    get: async (key: string) => {
      const bytes = await objects.get(key);
      if (!bytes || !key.includes(part)) return bytes;
      const copy = Buffer.from(bytes);
      return change(copy) === undefined ? undefined : copy;
    },
  });
  const flip = (bytes: Buffer) => {
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    return bytes;
  };

  it.each([
    ['a changed entry', 'log/pieces/', flip, 'log-unsound'],
    ['a changed tile', 'log/tile/', flip, 'log-unsound'],
    ['a missing checkpoint', 'log/checkpoint', () => undefined, 'log-unsound'],
    ['a missing segment', 'segments/', () => undefined, 'segment-missing'],
    ['a changed segment', 'segments/', flip, 'tampered'],
  ])('%s', async (_, part, change, code) => {
    const { objects } = await storyOf();
    const broken = withObject(objects, part, change);
    const target = await emptyTarget();
    await expect(restoreInto(target, broken)).rejects.toMatchObject({ code });
    // Mended, the same restore ends well.
    await restoreInto(target, objects);
    await compare(target);
  });

  it('an archive of which something was purged, naming every outcome that went with it', async () => {
    const { objects } = await storyOf();
    const [segment = ''] = await collect(objects.list('segments/canonical/'));
    await recordPurge(objects, segment);
    const purged = {
      ...objects,
      list: async function* (prefix: string) {
        for await (const key of objects.list(prefix)) if (key !== segment) yield key;
      },
      get: async (key: string) => (key === segment ? undefined : objects.get(key)),
    };
    const target = await emptyTarget();
    await expect(restoreInto(target, purged)).rejects.toMatchObject({
      code: 'content-purged',
      message: expect.stringContaining(`2 of 2 outcomes was purged`),
    });
    await expect(restoreInto(target, purged)).rejects.toThrow(`1 ${idOf('B')}`);
    await restoreInto(target, objects);
    await compare(target);
  });

  it('a database that holds a ledger, and a log of an unknown key', async () => {
    const { objects } = await storyOf();
    await expect(restoreInto(world.admin, objects)).rejects.toMatchObject({
      code: 'restore-target-used',
    });
    const keys = [{ ...world.signer.publicKey, name: 'other.example/log' }];
    await expect(restoreInto(await emptyTarget(), objects, { keys })).rejects.toMatchObject({
      code: 'log-unsound',
    });
  });
});
