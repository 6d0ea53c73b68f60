import { statement } from '@ventanilla/database';
import { isRetryable } from '@ventanilla/errors';
import { auditLedger } from './audit.ts';
import { after, fault, idOf, messageOf, noteOf, T0, uuidOf } from './messages.ts';
import { batchOf, emptyLedger, openScene, openWorld, outcomesOf, type World } from './scene.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.close());
beforeEach(() => emptyLedger(world));

const range = (count: number) => Array.from({ length: count }, (_, at) => at);

/** Handles until it works, as the stream would deliver it. */
async function persistently(work: () => Promise<void>): Promise<number> {
  for (let failures = 0; ; failures += 1) {
    try {
      await work();
      return failures;
    } catch (error) {
      if (!isRetryable(error)) throw error;
    }
  }
}

describe('several processes on several partitions', () => {
  it('make one history: keys taken once, balances exact, every document once', async () => {
    const scene = openScene(world);
    const processes = range(3).map(() => scene.start());
    // Each partition has its invoices, three claims to the same keys, and credits of others' invoices.
    const partitions = range(4).map((partition) => [
      ...range(60).map((at) => messageOf({ name: `P${partition}-${at}` })),
      ...range(10).map((at) =>
        messageOf({ name: `dup${partition}-${at}`, summary: { businessKey: `json:K${at}` } }),
      ),
      ...range(60).map((at) =>
        noteOf(`C${partition}-${at}`, `P${(partition + 1) % 4}-${at % 20}`, 'credits', {
          summary: { totalAmount: '40.00' },
        }),
      ),
    ]);
    await Promise.all(
      partitions.flatMap((messages, partition) =>
        // Two holders of one partition at once: a zombie beside its successor.
        [0, 1].map((holder) => {
          const process = processes[(partition + holder) % 3];
          return persistently(async () => process?.handle(batchOf(messages, partition)));
        }),
      ),
    );
    await processes[0]?.recover();
    const outcomes = await outcomesOf(world);
    expect(outcomes).toHaveLength(4 * 130);
    const count = (pattern: RegExp) => outcomes.filter((line) => pattern.test(line)).length;
    // Of 3 credits of 40 to an invoice of 112, two fit; of 4 claims to a key, one.
    expect(count(/VEN-LED-005/)).toBe(4 * 20);
    expect(count(/VEN-LED-001/)).toBe(30);
    expect(count(/ accepted$/)).toBe(4 * 60 + 10 + 4 * 40);
    const { rows } = await world.admin.query(
      statement(`SELECT DISTINCT credited::text, live_notes AS notes FROM ventanilla.origins
        WHERE document_class = 'invoice' AND credited > 0`),
    );
    expect(rows).toEqual([{ credited: '80.00', notes: 2 }]);
    await auditLedger(world, scene);
  });

  it('outlive connections that the server ends in the middle', async () => {
    const scene = openScene(world);
    let kills = 0;
    const process = scene.start({
      atStep: async (step) => {
        if (step !== 'rows-written' || kills === 2) return;
        kills += 1;
        await world.admin.query(
          statement(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE application_name = 'ventanilla_persistence' AND datname = current_database()`),
        );
      },
    });
    const failures = await persistently(() => process.handle(batchOf([messageOf({ name: 'A' })])));
    // Twice by the kills; idle connections that died with them may fail a try more.
    expect(failures).toBeGreaterThanOrEqual(2);
    expect(await outcomesOf(world)).toEqual([`${idOf('A')} 1 accepted`]);
    await auditLedger(world, scene);
  });
});

describe('rows', () => {
  it('survive text that Postgres or an index cannot hold', async () => {
    const scene = openScene(world);
    const huge = 'é'.repeat(20_000);
    const nasty = 'a\0b"\\{},\n\u2028';
    const text = { issuerName: nasty, buyerName: huge, series: nasty, number: huge };
    await scene.start().handle(
      batchOf([
        messageOf({ name: 'A', summary: { ...text, businessKey: `json:${huge}` } }),
        messageOf({ name: 'B', summary: { ...text, businessKey: `json:${nasty}` } }),
        messageOf({
          name: 'C',
          faults: [{ ...fault('X-1'), actual: nasty }],
          summary: { issuerId: huge, buyerId: huge, issueDate: '2026-02-31', currency: huge },
        }),
      ]),
    );
    const outcomes = await outcomesOf(world);
    expect(outcomes.map((line) => line.replace(/^\S+ /, '')).sort()).toEqual([
      '1 accepted',
      '1 accepted',
      '1 rejected X-1',
    ]);
    await auditLedger(world, scene);
  });

  it('of a document judged again move from the old outcome to the new', async () => {
    const scene = openScene(world);
    const process = scene.start();
    const first = messageOf({ name: 'A', faults: [fault('X-1')], submitter: '900' });
    await process.handle(batchOf([first]));
    const again = { submissionId: uuidOf('again'), receivedAt: '2026-03-10T13:00:00.000Z' };
    await process.handle(batchOf([messageOf({ name: 'A', ...again })]));
    const read = async (sql: string) => (await world.admin.query(statement(sql))).rows;
    expect(await read('SELECT verdict, number FROM ventanilla.invoices')).toEqual([
      { verdict: 'accepted', number: 'A' },
    ]);
    expect(await read('SELECT attempt, verdict, codes FROM ventanilla.attempts')).toEqual([
      { attempt: 1, verdict: 'rejected', codes: ['X-1'] },
    ]);
    expect(await read('SELECT taxpayer_id FROM ventanilla.co_submitters')).toEqual([
      { taxpayer_id: '900' },
    ]);
    expect(
      await read('SELECT verdict, documents FROM ventanilla.daily_totals ORDER BY verdict'),
    ).toEqual([
      { verdict: 'accepted', documents: 1 },
      { verdict: 'rejected', documents: 1 },
    ]);
  });

  it('lie in the partition of their month, or in the default one when it is far away', async () => {
    const scene = openScene(world);
    const dated = (name: string, issueDate: string) => messageOf({ name, summary: { issueDate } });
    await scene
      .start()
      .handle(
        batchOf([dated('A', '2026-03-31'), dated('B', '2026-04-01'), dated('C', '1999-12-31')]),
      );
    const { rows } = await world.admin.query(
      statement(
        'SELECT number, tableoid::regclass::text AS part FROM ventanilla.invoices ORDER BY 1',
      ),
    );
    expect(rows).toEqual([
      { number: 'A', part: 'ventanilla.invoices_2026_03' },
      { number: 'B', part: 'ventanilla.invoices_2026_04' },
      { number: 'C', part: 'ventanilla.invoices_default' },
    ]);
  });
});

describe('the waiting room', () => {
  it('keeps a second submission that waits when the first is shown out late', async () => {
    const scene = openScene(world);
    const note = noteOf('C', 'nowhere', 'credits');
    await scene.start().handle(batchOf([note]));
    // The deadline passes; the process dies after the rejection is registered, before it is told.
    scene.setNow(after(T0, 1_000_000));
    const dies = scene.start({
      atStep: async (step) => {
        if (step === 'committed') throw new Error('crash');
      },
    });
    await expect(dies.settleOverdue()).rejects.toThrow('crash');
    const process = scene.start();
    const again = { submissionId: uuidOf('again'), receivedAt: after(T0, 1_100_000) };
    scene.setNow(after(T0, 1_200_000));
    await process.handle(batchOf([noteOf('C', 'nowhere', 'credits', again)]));
    await process.settleOverdue();
    await process.handle(batchOf([messageOf({ name: 'nowhere' })]));
    expect(await outcomesOf(world)).toEqual(
      [
        `${idOf('C')} 1 rejected VEN-LED-002`,
        `${idOf('C')} 2 accepted`,
        `${idOf('nowhere')} 1 accepted`,
      ].sort(),
    );
    const { rows } = await world.admin.query(statement('SELECT FROM ventanilla.waiting'));
    expect(rows).toEqual([]);
    await auditLedger(world, scene);
  });
});
