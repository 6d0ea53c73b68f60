import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHome, homeAt } from './home.ts';
import { takeLock } from './lock.ts';
import { identityOf, isRunning, signalProcess } from './process-identity.ts';

describe('takeLock', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ventanilla-lock-'));
    createHome(homeAt(folder));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const sleeper = async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    return child;
  };

  it('refuses while the owner runs and says who it is', async () => {
    const home = homeAt(folder);
    const child = await sleeper();
    writeFileSync(home.lock, JSON.stringify({ owner: identityOf(child.pid ?? 0), children: [] }));
    await expect(takeLock(home)).rejects.toThrow(`pid ${child.pid}`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect((await takeLock(home)).orphans).toEqual([]);
  });

  it('hands over the children that a killed owner left running', async () => {
    const home = homeAt(folder);
    const child = await sleeper();
    const identity = identityOf(child.pid ?? 0);
    writeFileSync(
      home.lock,
      JSON.stringify({
        owner: { pid: process.pid, startedAt: 'long ago' },
        children: [identity, { pid: identity.pid, startedAt: 'another life' }],
      }),
    );
    const { orphans, lock } = await takeLock(home);
    expect(orphans).toEqual([identity]);
    signalProcess(identity, 'SIGKILL');
    await once(child, 'exit');
    expect(isRunning(identity)).toBe(false);
    lock.release();
    expect(existsSync(home.lock)).toBe(false);
  });

  it('waits for an owner that is stopping', async () => {
    const home = homeAt(folder);
    const child = await sleeper();
    const owner = identityOf(child.pid ?? 0);
    writeFileSync(home.lock, JSON.stringify({ owner, children: [], stopping: true }));
    const taking = takeLock(home);
    child.kill('SIGKILL');
    expect((await taking).orphans).toEqual([]);
  });

  it('takes a lock whose content was torn', async () => {
    const home = homeAt(folder);
    writeFileSync(home.lock, '{"owner":');
    expect((await takeLock(home)).orphans).toEqual([]);
  });
});
