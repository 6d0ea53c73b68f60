import { statement } from '@ventanilla/database';
import { createReads, type Reader } from '@ventanilla/database/reads';
import { auditOrigin, parseCheckpoint, verifyNote } from '@ventanilla/receipts';
import { waitFor } from '@ventanilla/testing';
import { publishAudit } from '../src/publish-audit.ts';
import { openScene, openWorld, type World } from './scene.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.close());

const auditor: Reader = { scope: { scope: 'all' }, clientId: 'ana', roles: ['auditor'] };

it('hashes every line once, in an order that no slow transaction disturbs', async () => {
  const scene = openScene(world);
  const reads = createReads(world.as('ventanilla_query'));
  const write = (n: number) =>
    reads.session(auditor, (session) =>
      session.audit({ action: 'documents-searched', details: { requestId: `r${n}` } }),
    );
  const { database, signer } = world;
  const publish = () =>
    publishAudit({ database, objects: scene.objects, signer, now: () => new Date() });
  const headOf = async () => {
    const note = await reads.auditCheckpoint();
    const { publicKey } = signer;
    const name = auditOrigin(publicKey.name);
    const verdict = verifyNote(note ?? '', [{ ...publicKey, name }]);
    return verdict.outcome === 'verified' ? parseCheckpoint(verdict.text) : undefined;
  };
  expect(await publish()).toBe(0);
  for (let n = 0; n < 300; n += 1) await write(n);

  // One that began before others and commits after them: its id is lower than theirs.
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let written = false;
  const slow = reads.session(auditor, async (session) => {
    await session.audit({ action: 'audit-read', details: { requestId: 'slow' } });
    written = true;
    await held;
  });
  await waitFor(() => written, { what: 'the slow line' });
  await write(300);
  expect(await publish()).toBe(300);
  release();
  await slow;
  await waitFor(async () => (await publish()) > 0, { what: 'the lines held back' });
  await waitFor(async () => (await headOf())?.size === 302, { what: 'the head of all' });
  expect(await publish()).toBe(0);
  const { rows } = await world.admin.query(
    statement(`SELECT count(DISTINCT read_id)::int AS lines, max(log_index)::int AS last
      FROM ventanilla.audit_leaves`),
  );
  expect(rows).toEqual([{ lines: 302, last: 301 }]);
});
