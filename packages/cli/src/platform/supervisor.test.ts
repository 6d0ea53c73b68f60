import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isRunning } from './process-identity.ts';
import { backOffMs, lastLines, type ServiceSpec, supervise, untilReady } from './supervisor.ts';

const SERVICE = `
import { createServer } from 'node:http';
const server = createServer((_, response) => response.end('ready'));
server.listen(0, '127.0.0.1', () =>
  process.send({ type: 'running', healthPort: server.address().port }));
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
console.log('hello from the service');
`;

describe('supervise', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ventanilla-supervisor-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const specOf = (source: string): ServiceSpec => {
    const entry = join(folder, 'service.mjs');
    writeFileSync(entry, source);
    return { name: 'echo', entry, environment: {}, logFile: join(folder, 'echo.log') };
  };
  const silent = { onStart: () => {}, onDeath: () => {} };

  it('starts a killed service again and stops it for good when told', async () => {
    const spec = specOf(SERVICE);
    const deaths: string[] = [];
    const service = supervise(spec, { ...silent, onDeath: (_, how) => deaths.push(how) });
    await untilReady([{ service, logFile: spec.logFile }], 10_000);
    const first = service.identity();
    process.kill(first?.pid ?? 0, 'SIGKILL');
    while (service.restarts() < 1) await delay(10);
    await untilReady([{ service, logFile: spec.logFile }], 10_000);
    const second = service.identity();
    expect(deaths).toEqual(['SIGKILL']);
    expect(second?.pid).not.toBe(first?.pid);
    await service.stop(5_000);
    expect(second && isRunning(second)).toBe(false);
    expect(lastLines(spec.logFile, 9)).toContain('hello from the service');
  });

  it('kills a service that will not stop', async () => {
    const spec = specOf(SERVICE.replace('process.exit(0)', '{}'));
    const service = supervise(spec, silent);
    await untilReady([{ service, logFile: spec.logFile }], 10_000);
    const identity = service.identity();
    await service.stop(50);
    expect(identity && isRunning(identity)).toBe(false);
  });

  it('gives up on a service that never starts and shows why', async () => {
    const spec = specOf('throw new Error("no settings");');
    const service = supervise(spec, silent);
    await expect(untilReady([{ service, logFile: spec.logFile }], 1_000)).rejects.toMatchObject({
      message: 'The echo service does not become ready.',
      hint: expect.stringContaining('no settings'),
    });
    await service.stop(1_000);
  });

  it('waits longer after each early death, within bounds', () => {
    expect([1, 2, 3, 20].map(backOffMs)).toEqual([100, 200, 400, 5_000]);
  });
});
