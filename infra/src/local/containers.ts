/** Tasks as containers on a local Docker engine, with the user, root file system and limits of Fargate. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ended, succeeded } from './command.ts';
import { makeCertificate, runStore, STORE_ALIAS } from './container-store.ts';
import type { ReadyTask, Runner } from './runner.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const READY_MS = 180_000;
const POLL_MS = 500;
/** Of either version of control groups. */
const PEAK_FILES = [
  '/sys/fs/cgroup/memory.peak',
  '/sys/fs/cgroup/memory/memory.max_usage_in_bytes',
];

export interface ContainerOptions {
  /** Base image; built from docker/Dockerfile when absent. */
  readonly image?: string;
  readonly storeImage: string;
  readonly domain: string;
  readonly log: (line: string) => void;
}

const docker = (...args: string[]) => succeeded('docker', args);

/** undefined when a Docker engine answers, else what is the matter. */
export async function engineObstacle(): Promise<string | undefined> {
  try {
    const { code, stderr } = await ended('docker', ['info', '--format', '{{.ServerVersion}}']);
    return code === 0 ? undefined : (stderr.trim().split('\n').at(-1) ?? 'it does not answer');
  } catch {
    return 'there is no docker command';
  }
}

export async function startContainers(options: ContainerOptions): Promise<Runner> {
  const { log, domain } = options;
  const id = `ventanilla-run-local-${process.pid}`;
  const scratch = await mkdtemp(join(tmpdir(), 'run-local-'));
  const started: string[] = [];
  await makeCertificate(scratch);
  const image = await buildImage(options, id, scratch);
  await docker('network', 'create', id);
  const host = await docker(
    ...['network', 'inspect', id, '--format', '{{(index .IPAM.Config 0).Gateway}}'],
  );
  const nameOf = (task: string) => `${id}-${task}`;
  const run = (task: ReadyTask, more: readonly string[]) =>
    succeeded('docker', ['run', ...more, ...flagsOf(task, id, domain), image, ...task.command], {
      environment: task.told,
    });
  const logsOf = async (name: string) => {
    const { stdout, stderr } = await ended('docker', ['logs', '--tail', '20', name]);
    return `${stdout}${stderr}`;
  };

  const addressOf = (name: string) =>
    docker(
      ...['inspect', name, '--format', '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}'],
    );
  const start = async (task: ReadyTask) => {
    const name = nameOf(task.name);
    await run(task, ['--detach', '--name', name]);
    started.push(name);
    const state = '{{.State.Running}} {{.State.Health.Status}} {{.State.OOMKilled}}';
    await until(async () => {
      const [running, health, killed] = (await docker('inspect', name, '--format', state)).split(
        ' ',
      );
      if (running === 'true') return health === 'healthy';
      const why = killed === 'true' ? 'it was killed for its memory' : await logsOf(name);
      throw new Error(`${task.name} ended:\n${why}`);
    }, task.name);
    addresses.set(task.name, await addressOf(name));
    log(`${task.name} is healthy`);
  };
  const addresses = new Map<string, string>();

  return {
    kind: 'containers',
    host,
    notProved: [],
    startStore: async (port) => {
      const store = { name: nameOf('store'), network: id, folder: scratch, port };
      started.push(store.name);
      const password = await runStore({ ...store, image: options.storeImage });
      const isUp = ['exec', store.name, 'pg_isready', '-q', '-h', '127.0.0.1', '-p', String(port)];
      await until(async () => (await ended('docker', isUp)).code === 0, 'the hot store');
      const address = await addressOf(store.name);
      return {
        host: STORE_ALIAS,
        adminUrl: `postgres://postgres:${password}@${address}:${port}/postgres`,
      };
    },
    runOnce: (task) => run(task, ['--rm', '--name', nameOf(task.name)]),
    start,
    addressOf: (name) => addresses.get(name) ?? '',
    peaks: async () => {
      const read = async (task: string) => {
        const { stdout } = await ended('docker', ['exec', nameOf(task), 'cat', ...PEAK_FILES]);
        return [task, Math.round(Number.parseInt(stdout, 10) / 1_048_576)] as const;
      };
      const all = await Promise.all([...addresses.keys()].map(read));
      return Object.fromEntries(all.filter(([, mib]) => !Number.isNaN(mib)));
    },
    stop: async () => {
      const logs: Record<string, string> = {};
      for (const task of addresses.keys()) logs[task] = await logsOf(nameOf(task));
      await Promise.all(started.map((name) => ended('docker', ['stop', '--time', '30', name])));
      for (const name of started) await ended('docker', ['rm', '--force', '--volumes', name]);
      await ended('docker', ['network', 'rm', id]);
      await ended('docker', ['image', 'rm', '--force', id]);
      await rm(scratch, { recursive: true, force: true });
      return logs;
    },
  };
}

function flagsOf(task: ReadyTask, network: string, domain: string): readonly string[] {
  const { health, name } = task;
  return [
    ...['--network', network, '--network-alias', `${name}.${domain}`],
    ...['--user', task.user, ...(task.readOnlyRoot ? ['--read-only'] : [])],
    ...['--cpus', String(task.cpuUnits / 1_024), '--memory', `${task.memoryMiB}m`],
    // Without it the kernel lends as much again from swap, which Fargate has none of.
    ...['--memory-swap', `${task.memoryMiB}m`, '--stop-timeout', String(task.stopSeconds)],
    ...task.writable.flatMap((path) => ['--mount', `type=volume,destination=${path}`]),
    // By name, so that no secret stands on a command line.
    ...Object.keys(task.told).flatMap((setting) => ['--env', setting]),
    ...(health ? ['--health-cmd', health.map(quoted).join(' '), '--health-interval', '3s'] : []),
  ];
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

async function buildImage(options: ContainerOptions, tag: string, folder: string): Promise<string> {
  const base = options.image ?? 'ventanilla';
  if (options.image === undefined) {
    options.log('building the image of docker/Dockerfile');
    const args = ['build', '--quiet', '--file', 'docker/Dockerfile', '--target', 'service'];
    await succeeded('docker', [...args, '--tag', base, '.'], { cwd: ROOT });
  }
  const file = join(ROOT, 'docker', 'aws.Dockerfile');
  const args = ['build', '--quiet', '--file', file, '--build-arg', `BASE=${base}`];
  await docker(...args, '--tag', tag, folder);
  return tag;
}

async function until(isTrue: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + READY_MS;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`${what} is not ready after ${READY_MS} ms.`);
    await delay(POLL_MS);
  }
}
