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
