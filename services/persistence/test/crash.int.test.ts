import { STEPS, type Step } from '../src/steps.ts';
import { auditLedger } from './audit.ts';
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
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.close());
beforeEach(() => emptyLedger(world));

const LATER = after(T0, 600_000);
const BATCHES = [
  [
    messageOf({ name: 'A' }),
    messageOf({ name: 'B', faults: [fault('W-1', 'warning')] }),
    noteOf('C', 'A', 'credits', { summary: { totalAmount: '100.00' } }),
    noteOf('waits', 'Z', 'credits'),
    messageOf({ name: 'X', faults: [fault('X-1')] }),
    messageOf({ name: 'A', submissionId: uuidOf('again') }),
  ],
  [
    messageOf({ name: 'X', submissionId: uuidOf('second'), receivedAt: LATER }),
    messageOf({ name: 'D', summary: { businessKey: 'json:A' } }),
    noteOf('N', 'B', 'annuls'),
    messageOf({ name: 'Z' }),
    noteOf('lost', 'nowhere', 'credits'),
  ],
];
const EXPECTED = [
  `${idOf('A')} 1 accepted`,
  `${idOf('B')} 1 accepted-with-observations W-1`,
  `${idOf('C')} 1 accepted`,
  `${idOf('waits')} 1 accepted`,
  `${idOf('X')} 1 rejected X-1`,
  `${idOf('X')} 2 accepted`,
  `${idOf('D')} 1 rejected VEN-LED-001`,
  `${idOf('N')} 1 accepted`,
  `${idOf('Z')} 1 accepted`,
  `${idOf('lost')} 1 rejected VEN-LED-002`,
].sort();

class Crash extends Error {}

/** Stops at the n-th visit of a step, once. */
function crashAt(step: Step, visit: number) {
  let visits = 0;
  return {
    crashed: () => visits >= visit,
    atStep: async (at: Step) => {
      if (at !== step) return;
      visits += 1;
      if (visits === visit) throw new Crash(`${step} ${visit}`);
    },
  };
}

/** Runs the story; whenever the process dies, a new one recovers and gets the same batch again. */
async function tell(scene: Scene, atStep?: (step: Step) => Promise<void>): Promise<void> {
  const start = () => scene.start(atStep && { atStep });
  let process = start();
  const persist = async (work: () => Promise<unknown>) => {
    for (let died = false; ; died = true) {
      try {
        if (died) {
          process = start();
          await process.recover();
        }
        return await work();
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
      }
    }
  };
  for (const [at, messages] of BATCHES.entries()) {
    if (at === 1) scene.setNow(after(LATER, 1_000));
    await persist(() => process.handle(batchOf(messages)));
  }
  scene.setNow(after(LATER, 2_000_000));
  await persist(() => process.settleOverdue());
}

async function check(scene: Scene): Promise<void> {
  const outcomes = await outcomesOf(world);
  expect([...outcomes].sort()).toEqual(EXPECTED);
  const toldOf = (line: string) => line.split(' ').slice(0, 3).join(' ');
  expect(scene.outcomesTold()).toEqual(outcomes.map(toldOf).sort());
  await auditLedger(world, scene);
}

describe('persistence', () => {
  it('tells the story without a crash', async () => {
    const scene = openScene(world);
    await tell(scene);
    await check(scene);
    // X twice and the rejected duplicate among them: each submission was told its outcome.
    expect(scene.told).toHaveLength(11);
  });

  it.each(STEPS.flatMap((step) => [1, 2, 3, 4].map((visit) => [step, visit] as const)))(
    'ends the same when it dies after %s, visit %i',
    async (step, visit) => {
      const scene = openScene(world);
      const { atStep, crashed } = crashAt(step, visit);
      await tell(scene, atStep);
      expect(crashed()).toBe(true);
      await check(scene);
    },
  );

  it('ends the same when it dies at every step of every try', async () => {
    const scene = openScene(world);
    const seen = new Set<string>();
    let round = 0;
    await tell(scene, async (step) => {
      round += 1;
      // Dies at each step at each length of the log so far: progress comes from retries alone.
      const key = `${step} ${scene.checkpoints.length} ${scene.told.length}`;
      if (seen.has(key) || round > 500) return;
      seen.add(key);
      throw new Crash(key);
    });
    expect(seen.size).toBeGreaterThan(15);
    await check(scene);
  });

  it('ends the same when everything is delivered twice, and out of order', async () => {
    const scene = openScene(world);
    await tell(scene);
    const process = scene.start();
    for (const messages of BATCHES.toReversed()) await process.handle(batchOf(messages));
    await check(scene);
  });
});
