/** A process that outlives its owner on purpose, and removes a container that nobody needs any more. */
import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { isAlive } from './processes.ts';

const [owner, folder, name] = process.argv.slice(2) as [string, string, string];
while (isAlive(Number(owner)) && existsSync(folder)) await setTimeout(1_000);
// Not before: most of its life this process only waits.
const { getContainerRuntimeClient } = await import('testcontainers');
const { container } = await getContainerRuntimeClient();
await container.getById(name).remove({ force: true, v: true });
