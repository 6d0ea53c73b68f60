/**
 * The tasks of an environment as their definitions say, on this machine, and the demonstration through
 * them: with what they are told, who they run as, what they may use, and what their roles allow.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readEnvironment } from '../settings/read.ts';
import { createApp, createSite } from '../site.ts';
import { DATABASE_PORT } from '../stacks/data.ts';
import { type Assembly, readAssembly } from './assembly.ts';
import { ended } from './command.ts';
import { type Doubles, startDoubles } from './doubles.ts';
import { methodsOf, rulesOf, startFront } from './front.ts';
import { policiesOf, type Statement } from './policy.ts';
import type { ReadyTask, Runner } from './runner.ts';
import { createSecretStore } from './secrets.ts';
import { ownStore } from './store.ts';
import { readTasks, type Task } from './tasks.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const CLIENT = 'demo-certifier';
const MIGRATION = 'migrate';
const LAKE = 'lake';

export interface LocalRun {
  readonly environment: string;
  readonly kind: Runner['kind'];
  readonly notProved: readonly string[];
  /** Containers beside the tasks' own that were not started, by task. */
  readonly leftOut: readonly string[];
  /** What tasks were told beside their definitions. */
  readonly added: readonly string[];
  readonly tasks: readonly {
    readonly name: string;
    readonly settings: number;
    readonly secrets: number;
    readonly user: string;
    readonly readOnlyRoot: boolean;
    readonly cpuUnits: number;
    readonly memoryMiB: number;
    readonly peakMiB?: number;
  }[];
  readonly callsAllowed: number;
  /** By task, action and resource. */
  readonly callsRefused: Readonly<Record<string, number>>;
  readonly demonstration: {
    readonly documents: number;
    readonly received: number;
    readonly receiptsVerified: number;
    readonly mismatches: readonly object[];
  };
  readonly passed: boolean;
}

export interface RunOptions {
  readonly environment: string;
  readonly documents: number;
  readonly startRunner: (domain: string) => Promise<Runner>;
  readonly log: (line: string) => void;
}

export async function runLocal(options: RunOptions): Promise<LocalRun> {
  const { environment, log } = options;
  const settings = readEnvironment(environment);
  if (!settings.certifiers.some(({ id }) => id === CLIENT)) {
    throw new Error(`environments/${environment}.json has no certifier ${CLIENT} to run it as.`);
  }
  const app = createApp();
  const { prefix } = createSite(app, settings);
  const assembly = readAssembly(app);
  const closing: (() => Promise<unknown>)[] = [];
  const runner = await options.startRunner(`${prefix}.internal`);
  let failed = true;
  closing.push(async () => {
    const logs = await runner.stop();
    if (failed) for (const [name, text] of Object.entries(logs)) log(`── ${name}\n${text}`);
  });
  try {
    const scene = await setScene(runner, assembly, { prefix, region: settings.region }, closing);
    log(`${runner.kind}: hot store, Kinesis, KMS, S3 and Cognito stand`);
    const migration = scene.tasks.find(({ name }) => name === MIGRATION) as ReadyTask;
    log(`migration: ${await runner.runOnce(migration)}`);
    await scene.seed();
    const services = scene.tasks.filter(({ name }) => name !== MIGRATION && name !== LAKE);
    await Promise.all(services.map(runner.start));
    const demonstration = await demonstrate(scene, options);
    await exportLake(scene, runner, log);
    const peaks = await runner.peaks();
    failed = demonstration.mismatches.length > 0 || scene.refused.size > 0;
    return {
      environment,
      kind: runner.kind,
      notProved: runner.notProved,
      leftOut: scene.tasks.flatMap(({ name, beside }) => beside.map((it) => `${it} of ${name}`)),
      added: scene.added,
      tasks: scene.tasks.map((task) => summaryOf(task, peaks[task.name])),
      callsAllowed: [...scene.passed.values()].reduce((sum, count) => sum + count, 0),
      callsRefused: Object.fromEntries(scene.refused),
      demonstration,
      passed: !failed && demonstration.receiptsVerified === demonstration.documents,
    };
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

const summaryOf = (task: Task, peakMiB: number | undefined) => ({
  name: task.name,
  settings: Object.keys(task.environment).length,
  secrets: Object.keys(task.secrets).length,
  user: task.user,
  readOnlyRoot: task.readOnlyRoot,
  cpuUnits: task.cpuUnits,
  memoryMiB: task.memoryMiB,
  ...(peakMiB !== undefined && { peakMiB }),
});

interface Scene {
  readonly tasks: readonly ReadyTask[];
  readonly added: readonly string[];
  readonly doubles: Doubles;
  readonly frontUrl: string;
  readonly seed: () => Promise<void>;
  readonly passed: ReadonlyMap<string, number>;
  readonly refused: ReadonlyMap<string, number>;
}

/** Everything that AWS would be, in the order in which one needs the other. */
async function setScene(
  runner: Runner,
  assembly: Assembly,
  { prefix, region }: { readonly prefix: string; readonly region: string },
  closing: (() => Promise<unknown>)[],
): Promise<Scene> {
  const store = await runner.startStore(DATABASE_PORT);
  const owned = await ownStore(store);
  const passed = new Map<string, number>();
  const refused = new Map<string, number>();
  const policies = new Map<string, readonly Statement[]>();
  const policyOf = (task: string) => policies.get(task) ?? [];
  const doubles = await startDoubles({
    assembly,
    prefix,
    region,
    storeHost: () => store.host,
    watch: { host: runner.host, region, policyOf, passed, refused },
  });
  closing.push(doubles.close);
  const { answer } = doubles;
  const byRole = policiesOf(assembly, answer);
  const secrets = createSecretStore(assembly, answer, owned.secret);
  const endpoints = {
    ...doubles.endpoints,
    AWS_ACCESS_KEY_ID: 'S3RVER',
    AWS_SECRET_ACCESS_KEY: 'S3RVER',
  };
  const tasks = readTasks(assembly, answer).map((task): ReadyTask => {
    policies.set(task.name, byRole.get(task.role) ?? []);
    const looked = Object.entries(task.secrets).map(([name, it]) => [name, secrets.valueOf(it)]);
    const identity = { AWS_SESSION_TOKEN: task.name };
    return {
      ...task,
      told: { ...task.environment, ...Object.fromEntries(looked), ...endpoints, ...identity },
    };
  });
  const front = await startFront(runner.host, () => ({
    methods: methodsOf(assembly, () => 'balancer'),
    rules: rulesOf(assembly),
    addressOf: (service) => ({
      hostname: runner.addressOf(service),
      port: Number(tasks.find(({ name }) => name === service)?.told.HTTP_PORT),
    }),
  }));
  closing.push(front.close);
  const added = [...Object.keys(endpoints), 'AWS_SESSION_TOKEN'].sort();
  return { tasks, added, doubles, frontUrl: front.url, seed: owned.seed, passed, refused };
}

/** The task of every day; what came today is not left for tomorrow. */
async function exportLake({ tasks }: Scene, runner: Runner, log: RunOptions['log']): Promise<void> {
  const task = tasks.find(({ name }) => name === LAKE);
  if (task === undefined) return;
  const printed = await runner.runOnce({ ...task, command: [...task.command, '--before', 'now'] });
  const batches = printed.split('\n').filter((line) => line.startsWith('{'));
  if (batches.length === 0) throw new Error('The lake was given nothing.');
  log(`lake: ${batches.join(' ')}`);
}

/** `ventanilla demo` through the way in, as the certifier of the settings. */
async function demonstrate(
  { doubles, frontUrl }: Scene,
  { documents, log }: RunOptions,
): Promise<LocalRun['demonstration']> {
  const data = await mkdtemp(join(tmpdir(), 'run-local-demo-'));
  try {
    await mkdir(join(data, 'secrets'), { mode: 0o700 });
    const client = { client_id: CLIENT, client_secret: doubles.secretOf(CLIENT) };
    const file = join(data, 'secrets', 'clients.json');
    await writeFile(file, JSON.stringify({ clients: [client] }), { mode: 0o600 });
    const { stdout, stderr } = await ended(process.execPath, [
      ...[join(ROOT, 'packages/cli/bin/ventanilla.js'), 'demo', '--json', '--data', data],
      ...['--url', frontUrl, '--issuer', doubles.issuer, '--documents', String(documents)],
    ]);
    log(stderr.trim());
    const line = stdout.trim().split('\n').at(-1) ?? '';
    if (!line.startsWith('{')) throw new Error('The demonstration did not come to its end.');
    return JSON.parse(line) as LocalRun['demonstration'];
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}
