import { readPurged, recordDroppedMonth, recordPurge, reencryptArchive } from '@ventanilla/custody';
import {
  compareLedgers,
  type Database,
  dropPurgedMonth,
  findPastSegments,
  findPurgedMonths,
  indexOriginals,
  insertSegment,
  migrate,
  openDatabase,
  placeHold,
  purgeSegment,
  setRetention,
} from '@ventanilla/database';
import type { DocumentTransformed } from '@ventanilla/messages';
import type { ObjectStore } from '@ventanilla/objects';
import { buildRemains, type Place, type Remains, writeSegment } from '@ventanilla/segments';
import { type TestDatabase, testDatabase } from '@ventanilla/testing';
import { restoreLedger } from '../src/restore/restore.ts';
import { after, fault, idOf, messageOf, noteOf, T0, uuidOf } from './messages.ts';
import {
  batchOf,
  emptyLedger,
  openScene,
  openWorld,
  outcomesOf,
  type Scene,
  type World,
} from './scene.ts';

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

async function* each<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
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

describe('restore after a purge', () => {
  const NOW = new Date('2031-01-01T00:00:00Z');

  /** Stores and indexes originals as archive does. */
  async function archive(scene: Scene, messages: readonly DocumentTransformed[], names: string[]) {
    const documents = messages.map(({ submission }, at) => ({
      documentId: submission.documentId,
      content: Buffer.from(names[at] ?? ''),
      details: { submission, storedAt: T0 },
    }));
    const writer = {
      objects: scene.objects,
      envelope: world.envelope,
      purpose: 'original',
    } as const;
    const written = await writeSegment(writer, documents, new Date(T0));
    await world.admin.transaction(async (transaction) => {
      const entries = documents.length;
      const segment = await insertSegment(transaction, {
        ...written,
        purpose: 'original',
        entries,
      });
      const originals = messages.map(({ submission }, at) => ({
        ...submission,
        ...(written.places[at] as Place),
        submitterTaxpayerId: submission.submitter.taxpayerId,
      }));
      await indexOriginals(transaction, segment, originals);
    });
  }

  /** Ends what is past retention, as `ventanilla archive purge` does; returns what is left of the store. */
  async function purge(objects: ObjectStore): Promise<{ left: ObjectStore; gone: Set<string> }> {
    const gone = new Set<string>();
    const envelopes = { original: world.envelope, canonical: world.envelope };
    for (const { id, object, held } of await findPastSegments(world.admin, NOW)) {
      if (held > 0) continue;
      const remains = (await buildRemains(objects, envelopes, object)) as Remains;
      const purgedAt = await purgeSegment(world.admin, id, NOW);
      await recordPurge(objects, remains, purgedAt as string);
      gone.add(object);
    }
    for (const part of await findPurgedMonths(world.admin)) {
      await recordDroppedMonth(objects, { month: part.slice(9), at: after(LATER, 3_000_000) });
      await dropPurgedMonth(world.admin, part);
    }
    return { gone, left: without(objects, gone) };
  }
  const without = (objects: ObjectStore, gone: ReadonlySet<string>): ObjectStore => ({
    ...objects,
    get: async (key) => (gone.has(key) ? undefined : objects.get(key)),
    getRange: async (key, offset, length) =>
      gone.has(key) ? undefined : objects.getRange(key, offset, length),
    list: async function* (prefix) {
      for await (const key of objects.list(prefix)) if (!gone.has(key)) yield key;
    },
  });

  /** January is purged whole; of March one batch is held, and so is what came with `kept`. */
  async function tellAndPurge() {
    const scene = openScene(world);
    const january = ['jan-1', 'jan-2'].map((name) =>
      messageOf({ name, summary: { issueDate: '2026-01-05' } }),
    );
    await archive(scene, january, ['jan-1', 'jan-2']);
    await archive(scene, [messageOf({ name: 'many-100' })], ['many-100']);
    await scene.start().handle(batchOf(january));
    await tellStory(scene);
    await setRetention(world.admin, { format: '*', months: 12 });
    await placeHold(world.admin, { documentId: idOf('many-100') }, { reason: 'r', by: 'b' });
    const { left, gone } = await purge(scene.objects);
    // What comes afterwards hangs on what is gone: a key taken, a balance, a month that is in the index again.
    scene.setNow(after(LATER, 4_000_000));
    const next = scene.start({ objects: left });
    const later = [
      messageOf({ name: 'same-key', summary: { businessKey: 'json:A' } }),
      noteOf('too-much', 'A', 'credits', { summary: { totalAmount: '100.00' } }),
      noteOf('some', 'A', 'credits', { summary: { totalAmount: '10.00' } }),
      messageOf({ name: 'jan-3', summary: { issueDate: '2026-01-06' } }),
    ];
    await next.handle(batchOf(later));
    return { left, gone, objects: scene.objects };
  }

  it('gives the same ledger, every row of what is gone marked, and tells what that is', async () => {
    const { left, gone } = await tellAndPurge();
    expect(gone.size).toBeGreaterThan(8);
    expect((await outcomesOf(world)).join()).toMatch(
      /VEN-LED-001.*VEN-LED-005|VEN-LED-005.*VEN-LED-001/,
    );
    const target = await emptyTarget();
    const restored = await restoreInto(target, left);
    expect(new Set(restored.purged.map(({ object }) => object))).toEqual(gone);
    expect(restored.purged.map(({ documents }) => documents)).toContain(90);
    // No story but that of January tells of originals.
    expect(restored).toMatchObject({ entries: 638, originals: 3, unarchived: { count: 634 } });
    expect(await compare(target)).toMatchObject({ archive_index: 3, documents: 637 });
  });

  it('goes on where it was stopped, and reads remains that were encrypted again', async () => {
    const { left } = await tellAndPurge();
    const target = await emptyTarget();
    let left4 = 4;
    const onProgress = (phase: string, done: number) => {
      if (phase === 'ledger' && done > 100 * (5 - left4) && left4-- > 0) throw new Error('stopped');
    };
    for (; left4 > 0; ) await restoreInto(target, left, { onProgress }).catch(() => undefined);
    const envelopes = { original: world.envelope, canonical: world.envelope };
    const index = { has: async () => false, move: async () => undefined };
    const { remains } = await readPurged(left);
    const objects = {
      ...left,
      list: (prefix: string) => (prefix === 'segments/' ? each(remains) : left.list(prefix)),
    };
    await reencryptArchive({ objects, envelopes, index, from: () => true });
    await restoreInto(target, left, { onProgress });
    await compare(target);
  });

  it('takes no loss for a purge', async () => {
    const { left, gone } = await tellAndPurge();
    const { segments } = await readPurged(left);
    const records = await collect(left.list('keys/purged/'));
    const [canonical = ''] = [...gone].filter((object) => object.includes('canonical'));
    const remains = segments.get(canonical)?.remains ?? '';
    const kept = (await collect(left.list('segments/canonical/'))).filter(
      (object) => ![...segments.values()].some((segment) => segment.remains === object),
    );
    const losses: readonly (readonly [readonly string[], string, RegExp])[] = [
      [[remains], 'segment-missing', /kept of 1 purged/],
      [records, 'purge-unrecorded', /kept of segments/],
      [kept.slice(0, 1), 'ledger-differs', /not in the archive/],
    ];
    for (const [lost, code, message] of losses) {
      const store = without(left, new Set(lost));
      const refused = restoreInto(await emptyTarget(), store);
      await expect(refused).rejects.toMatchObject({
        code,
        message: expect.stringMatching(message),
      });
    }
  });

  it('takes a segment that is recorded and still there for whole', async () => {
    const { objects } = await tellAndPurge();
    const target = await emptyTarget();
    expect(await restoreInto(target, objects)).toMatchObject({ purged: [], entries: 638 });
    const { differences, examples } = await compareLedgers(world.admin, target);
    expect(differences).toBeGreaterThan(8);
    expect(new Set(examples.map(({ columns }) => columns.join()))).toEqual(new Set(['purged_at']));
  });
});
