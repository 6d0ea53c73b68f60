import type { Database, SqlValue, Statement } from '@ventanilla/database';
import { OperationalError } from '@ventanilla/errors';
import { waitFor } from '@ventanilla/testing';
import { auditLedger } from './audit.ts';
import { messageOf } from './messages.ts';
import { batchOf, emptyLedger, openScene, openWorld, outcomesOf, type World } from './scene.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.close());
beforeEach(() => emptyLedger(world));

const single = (name: string, partition = 0) => batchOf([messageOf({ name })], partition);

describe('publishing', () => {
  it('shares one signed head among batches that come together', async () => {
    const scene = openScene(world);
    let committed = 0;
    const process = scene.start({
      publishEveryMs: 50,
      // The first head is held back until all have committed.
      atStep: async (step) => {
        if (step === 'committed') committed += 1;
        if (step === 'tiles-stored') await waitFor(() => committed === 12, { timeoutMs: 50_000 });
      },
    });
    await Promise.all(Array.from({ length: 12 }, (_, at) => process.handle(single(`D${at}`, at))));
    expect(await outcomesOf(world)).toHaveLength(12);
    expect(scene.checkpoints.length).toBeLessThanOrEqual(2);
    await auditLedger(world, scene);
  });

  // Leaves and entries were two statements, and what committed between them stopped the process.
  it('reads leaves and their entries as of one moment, whatever commits meanwhile', async () => {
    const scene = openScene(world);
    const under: Promise<void>[] = [];
    const commitAnother = () =>
      new Promise<void>((resolve) => {
        const atStep = async (step: string) => {
          if (step === 'committed') resolve();
        };
        const at = under.length + 1;
        under.push(scene.start({ atStep }).handle(single(`between-${at}`, at)));
      });
    const transaction: Database['transaction'] = (work) =>
      world.database.transaction((inner) =>
        work({
          drizzle: inner.drizzle,
          query: async <R>(sql: Statement, values?: readonly SqlValue[]) => {
            const result = await inner.query<R>(sql, values);
            if (sql.text.includes('leaf_hashes AS hashes') && under.length < 3) {
              await commitAnother();
            }
            return result;
          },
        }),
      );
    const process = scene.start({ database: { ...world.database, transaction } });
    await process.handle(single('first'));
    await Promise.all(under);
    expect(under.length).toBeGreaterThan(0);
    await auditLedger(world, scene);
  });

  it('crosses tiles: a tree of several hundred leaves in uneven batches', async () => {
    const scene = openScene(world);
    const process = scene.start();
    const names = Array.from({ length: 700 }, (_, at) => `D${at}`);
    for (const [from, to] of [
      [0, 1],
      [1, 255],
      [255, 256],
      [256, 600],
      [600, 700],
    ]) {
      await process.handle(batchOf(names.slice(from, to).map((name) => messageOf({ name }))));
    }
    // Another process takes over from the store and the rows alone.
    await scene.start().handle(single('last'));
    await auditLedger(world, scene);
  });

  it.each(['put', 'replace'] as const)(
    'is retried, and blames no document, when the store refuses to %s',
    async (method) => {
      const scene = openScene(world);
      let refusals = 2;
      const refuse = async (key: string, bytes: Uint8Array) => {
        refusals -= 1;
        if (key.startsWith('log/') && refusals >= 0) {
          throw new OperationalError('object-denied', 'no', { retryable: false });
        }
        return scene.objects[method](key, bytes);
      };
      const objects = { ...scene.objects, [method]: refuse };
      const process = scene.start({ objects });
      await expect(process.handle(single('A'))).rejects.toMatchObject({ retryable: true });
      refusals = 0;
      expect(scene.told).toEqual([]);
      await process.handle(single('A'));
      expect(scene.outcomesTold()).toHaveLength(1);
      await auditLedger(world, scene);
    },
  );

  it('never forks, whichever write to the store was the last of a process', async () => {
    const scene = openScene(world);
    const die = () => Promise.reject(new Error('killed'));
    /** Writes until the n-th, which is done or not when the process dies. */
    const dyingAfter = (writes: number, done: boolean) => {
      let left = writes;
      const write = (method: 'put' | 'replace') => async (key: string, bytes: Uint8Array) => {
        left -= 1;
        if (left < 0 || (left === 0 && !done)) return die();
        await scene.objects[method](key, bytes);
        return left === 0 ? die() : ('stored' as const);
      };
      return { ...scene.objects, put: write('put'), replace: write('replace') as never };
    };
    for (let at = 0; at < 16; at += 1) {
      const messages = Array.from({ length: 40 }, (_, i) => messageOf({ name: `W${at}-${i}` }));
      const objects = dyingAfter(1 + Math.floor(at / 2), at % 2 === 0);
      await scene
        .start({ objects })
        .handle(batchOf(messages))
        .catch(() => undefined);
      const process = scene.start();
      await process.recover();
      await process.handle(batchOf(messages));
    }
    expect(await outcomesOf(world)).toHaveLength(16 * 40);
    await auditLedger(world, scene);
  });

  it('stops rather than fork: a tile that says something else is a broken invariant', async () => {
    const scene = openScene(world);
    await scene.objects.put('log/tile/0/000.p/1', Buffer.alloc(32));
    await expect(scene.start().handle(single('A'))).rejects.toMatchObject({
      name: 'InvariantError',
    });
    expect(scene.told).toEqual([]);
  });

  it('tells nobody of an outcome whose head could not be signed', async () => {
    const scene = openScene(world);
    const sign = async () => {
      throw new OperationalError('signer-unavailable', 'no', { retryable: true });
    };
    const broken = scene.start({ signer: { ...world.signer, sign } });
    await expect(broken.handle(single('A'))).rejects.toMatchObject({ code: 'signer-unavailable' });
    expect(scene.told).toEqual([]);
    expect(scene.checkpoints).toEqual([]);
    await scene.start().recover();
    await scene.start().handle(single('A'));
    await auditLedger(world, scene);
  });
});
