/** `ventanilla bench`: what the platform carries, what validation costs, what a crash does. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invariant } from '@ventanilla/errors';
import { type Command, Option } from 'commander';
import { EXIT } from '../failure.ts';
import { type Home, homeAt } from '../platform/home.ts';
import {
  KEY_KINDS,
  type KeyKind,
  SIGNING_KINDS,
  type SigningKind,
} from '../platform/local-keys.ts';
import { STREAM_KINDS, type StreamKind } from '../platform/local-stream.ts';
import { claimPorts } from '../platform/ports.ts';
import { table, terminalOutput } from '../terminal/output.ts';
import { addCustodyBench } from './bench-custody.ts';
import { addMemoryBench } from './bench-memory.ts';
import { addStreamBench } from './bench-stream.ts';
import { positive, share, wholeNumber } from './options.ts';
import { stopRequest } from './until-stopped.ts';

type Platform = import('../platform/platform.ts').Platform;
type PlatformOptions = import('../platform/platform.ts').PlatformOptions;

interface PlaceOptions {
  readonly data?: string;
  readonly json?: boolean;
  readonly seed: string;
  readonly stream: StreamKind;
  readonly keyKinds?: PlatformOptions['keyKinds'];
  readonly overrides?: (home: Home) => NonNullable<PlatformOptions['overrides']>;
}

interface PipelineOptions extends PlaceOptions {
  readonly encryption: readonly KeyKind[];
  readonly signing: SigningKind;
  readonly turnOver?: boolean;
  readonly traces?: number;
  readonly seconds: number;
  readonly latency: number;
  readonly rate: string;
  readonly concurrency: number;
  readonly format?: string[];
  readonly size?: number;
}

interface ChaosOptions extends PlaceOptions {
  readonly profile?: string;
  readonly times?: number;
  readonly fault?: string;
  readonly kills: number;
  readonly seconds?: number;
  readonly rate: number;
}

export function addBench(program: Command): void {
  const bench = program.command('bench').description('Measure the platform on this machine');
  addPipeline(bench);
  addValidation(bench);
  addMemoryBench(bench);
  addCustodyBench(bench);
  addChaos(bench);
  addStreamBench(bench);
}

const readSize = wholeNumber(1_000, 6_000_000);
const collectSizes = (text: string, sizes: number[]): number[] => [...sizes, readSize(text)];

/** Microseconds beyond a tenth are noise. */
const tenths = (_: string, value: unknown) =>
  typeof value === 'number' ? Math.round(value * 10) / 10 : value;

const withPlace = (command: Command): Command =>
  command
    .option('--data <dir>', 'folder of the platform; a temporary one when absent')
    .option('--seed <text>', 'seed of the documents and of every random choice', '1')
    .addOption(
      new Option(
        '--stream <kind>',
        'what carries the documents; kafka needs Java here, kinesis is a double',
      )
        .choices(STREAM_KINDS)
        .default('postgres'),
    )
    .option('--json', 'only the JSON line');

function addPipeline(bench: Command): void {
  withPlace(bench.command('pipeline'))
    .description('Throughput, cost and latency from HTTP to receipt')
    .option('--seconds <n>', 'length of the phase at full load', wholeNumber(1, 86_400), 60)
    .option(
      '--latency <n>',
      'length of the phase at half load; 0 leaves it out',
      wholeNumber(0, 86_400),
      30,
    )
    .option('--rate <n|max>', 'documents a second, in place of as many as possible', 'max')
    .option('--concurrency <n>', 'connections', wholeNumber(1, 1_000), 48)
    .option('--format <ids...>', 'only these formats: gt-fel, en16931-ubl, json')
    .option('--size <bytes>', 'approximate size of a document', wholeNumber(1_000, 1_000_000))
    .addOption(
      new Option('--encryption <kinds...>', 'who wraps data keys: hsm is SoftHSM2, kms a double')
        .choices(KEY_KINDS)
        .default(['local']),
    )
    .addOption(
      new Option(
        '--signing <kind>',
        'who signs heads and receipts; wrapped: each service, by a key that --encryption wraps',
      )
        .choices(SIGNING_KINDS)
        .default('local'),
    )
    .option('--turn-over', 'four more phases: keys are turned over in every other of them')
    .option('--traces <share>', 'record this share of the documents, 0 to 1', share)
    .addHelpText(
      'after',
      `
Examples:
  ventanilla bench pipeline
  ventanilla bench pipeline --encryption local hsm kms --signing wrapped --latency 0
  ventanilla bench pipeline --seconds 300 --json
  ventanilla bench pipeline --rate 500 --seconds 60

Ends with one JSON line; with several kinds of keys each has a platform of its own, one after another, and
the line holds a result for each. Exit code 1 when a document was lost or registered twice.`,
    )
    .action(async (options: PipelineOptions, command: Command) => {
      const rate = options.rate === 'max' ? undefined : Number(options.rate);
      if (rate !== undefined && !(rate > 0)) {
        command.error('error: --rate takes a number above 0, or max', { exitCode: EXIT.usage });
      }
      const results: [KeyKind, PipelineResult][] = [];
      for (const encryption of options.encryption) {
        results.push([encryption, await runPipeline(options, encryption, rate)]);
      }
      const [first] = results;
      const line = results.length > 1 ? { encryption: Object.fromEntries(results) } : first?.[1];
      terminalOutput.out(JSON.stringify(line));
    });
}

type PipelineResult = import('../bench/pipeline.ts').PipelineResult;

async function runPipeline(
  options: PipelineOptions,
  encryption: KeyKind,
  rate: number | undefined,
): Promise<PipelineResult> {
  const { seconds, latency: latencySeconds, concurrency: connections, seed, signing } = options;
  const traced =
    options.traces === undefined
      ? undefined
      : await (await import('../bench/traced.ts')).startTraced(options.traces);
  const place = {
    ...options,
    keyKinds: { encryption, signing },
    ...(traced && { overrides: () => traced.overrides }),
  };
  const found: PipelineResult[] = [];
  await withPlatform(place, async (platform, home, log) => {
    const { benchPipeline } = await import('../bench/pipeline.ts');
    const { turnKeys } = await import('../bench/turn-keys.ts');
    const result = await benchPipeline({
      ...{ platform, home, seconds, latencySeconds, connections, seed, log },
      ...(options.turnOver && { turnOver: turnKeys(home, platform) }),
      ...(rate !== undefined && { ratePerSecond: rate }),
      ...(options.format && { formats: options.format as never }),
      ...(options.size && { sizeBytes: options.size }),
    });
    if (!options.json) {
      const { cpuMicrosPerDocument: cpu, peakRssMb: rss } = result;
      const rows = Object.keys(cpu).map((name) => [name, `${cpu[name]}`, `${rss[name] ?? ''}`]);
      log(table([['process', 'CPU µs/document', 'peak MB'], ...rows]));
    }
    if (traced) log(`${traced.spans()} spans came`);
    found.push(result);
    return result.lost === 0 && result.duplicated === 0;
  });
  await traced?.close();
  const [result] = found;
  invariant(result, 'a bench that did not fail has a result');
  return result;
}

interface ValidationOptions {
  readonly seconds: number;
  readonly size: number[];
  readonly format?: string[];
  readonly json?: boolean;
}

function addValidation(bench: Command): void {
  bench
    .command('validate')
    .description('CPU cost of a document by stage and size, with Saxon-HE beside it where Java is')
    .option('--seconds <n>', 'CPU time for each stage of each document', positive, 0.5)
    .option(
      '--size <bytes...>',
      'in place of 5, 11 and 200 kB, signed, and 8,000 lines',
      collectSizes,
      [],
    )
    .option('--format <ids...>', 'only these formats: gt-fel, en16931-ubl, json')
    .option('--json', 'only the JSON line')
    .addHelpText(
      'after',
      '\nExamples:\n  ventanilla bench validate\n  ventanilla bench validate --size 5000 --format gt-fel --json',
    )
    .action(async (options: ValidationOptions) => {
      const { benchValidate, describeCase, describeFigures, usualCases } = await import(
        '../bench/validate.ts'
      );
      const { SAMPLE_FORMATS } = await import('@ventanilla/samples');
      const wanted = (options.format as typeof SAMPLE_FORMATS | undefined) ?? SAMPLE_FORMATS;
      const say = (line: string) => options.json || terminalOutput.err(line);
      const measured = await benchValidate({
        seconds: options.seconds,
        cases: wanted.flatMap((format) =>
          options.size.length === 0
            ? usualCases(format)
            : options.size.map((sizeBytes) => ({ format, sizeBytes })),
        ),
        onFigures: (figures) => say(`measured ${describeCase(figures)}`),
        onObstacle: (obstacle) => say(`without Saxon-HE: ${obstacle}`),
      });
      if (!options.json) terminalOutput.err(describeFigures(measured));
      terminalOutput.out(JSON.stringify({ cpuMicrosPerDocument: measured }, tenths));
    });
}

const PROFILE_NAMES = ['services', 'kafka', 'kinesis', 'postgres', 'clock', 'keys'];

function addChaos(bench: Command): void {
  withPlace(bench.command('chaos'))
    .description('Break things under load and account for every document')
    .option('--kills <n>', 'kill services and the database this often', wholeNumber(1, 100_000), 20)
    .addOption(
      new Option('--profile <name>', 'a gate of many faults, in place of kills').choices(
        PROFILE_NAMES,
      ),
    )
    .option('--fault <text>', 'only those faults of the profile whose name has this in it')
    .option('--times <n>', 'how often each fault of the profile', wholeNumber(1, 100_000))
    .option(
      '--seconds <n>',
      'with a profile how long a fault lasts that lasts; else over which the kills are spread, 1.5 s a kill when absent',
      wholeNumber(1, 86_400),
    )
    .option('--rate <n>', 'documents a second', wholeNumber(1, 10_000), 40)
    .addHelpText(
      'after',
      `
Profiles, without --times and --seconds as often and as long as the fault gates say:
  services  kill -9 and SIGTERM of each service
  kafka     broker restarts, rebalance storm, zombie consumers
  kinesis   splits, merges, expired iterators, refusals, throttling, lease thefts
  postgres  immediate stops, backends killed, freezes
  clock     each service ten minutes ahead and behind

Examples:
  ventanilla bench chaos --kills 200 --rate 60 --json
  ventanilla bench chaos --profile services --stream kafka
  ventanilla bench chaos --profile kinesis --times 3 --seconds 5

Ends with one JSON line. Exit code 1 unless nothing was lost, nothing duplicated, every outcome is the
one that was seeded and every receipt verifies; with a profile also unless the order of each key was kept
and everything had its outcome 60 s after the last fault.`,
    )
    .action((options: ChaosOptions) =>
      options.profile === undefined ? killAround(options) : passGate(options, options.profile),
    );
}

const killAround = (options: ChaosOptions): Promise<void> =>
  withPlatform(options, async (platform, home, log) => {
    const { runChaos } = await import('../bench/chaos/run.ts');
    const { killAtRandom } = await import('../bench/chaos/kills.ts');
    const { createDice } = await import('../bench/dice.ts');
    const { connectDemo } = await import('../demo/connect.ts');
    const api = connectDemo(home, platform.state, 64);
    const { kills, seed } = options;
    const { struck: killsByTarget, ...result } = await runChaos({
      platform,
      api,
      ratePerSecond: options.rate,
      seed,
      log,
      inflict: () =>
        killAtRandom({
          platform,
          kills,
          everyMs: options.seconds ? (options.seconds * 1000) / kills : 1_500,
          dice: createDice(seed),
          onKill: (count, target) => log(`kill ${count} of ${kills}: ${target}`),
        }),
    });
    await api.close();
    terminalOutput.out(JSON.stringify({ kills, killsByTarget, ...result }));
    const proven = result.receiptsVerified === result.documents;
    const unchanged = result.mismatches.length === 0;
    return result.lost === 0 && result.duplicated === 0 && proven && unchanged;
  });

async function passGate(options: ChaosOptions, profile: string): Promise<void> {
  const { PROFILES } = await import('../bench/chaos/profiles.ts');
  const { stream = options.stream, overrides, keyKinds } = PROFILES[profile] ?? {};
  const place = {
    ...options,
    stream,
    ...(overrides && { overrides }),
    ...(keyKinds && { keyKinds }),
  };
  await withPlatform(place, async (platform, home, log) => {
    const { describeGate, runGate } = await import('../bench/chaos/gate.ts');
    const { connectDemo } = await import('../demo/connect.ts');
    const api = connectDemo(home, platform.state, 64);
    const steps = await runGate({
      profile,
      home,
      platform,
      api,
      ratePerSecond: options.rate,
      seed: options.seed,
      log,
      ...(options.fault !== undefined && { fault: options.fault }),
      ...(options.times !== undefined && { times: options.times }),
      ...(options.seconds !== undefined && { seconds: options.seconds }),
    });
    await api.close();
    if (!options.json) log(describeGate(steps));
    const sound = steps.every((step) => step.sound);
    terminalOutput.out(JSON.stringify({ profile, stream, sound, steps }));
    return sound;
  });
}

type Work = (platform: Platform, home: Home, log: (line: string) => void) => Promise<boolean>;

/** Runs `work` on a platform of its own and stops it, whatever happens; its answer is the exit code. */
async function withPlatform(options: PlaceOptions, work: Work): Promise<void> {
  const stop = stopRequest();
  const log = options.json ? () => {} : terminalOutput.err;
  const temporary = options.data === undefined;
  // Not under /root, where the account of the database could not go.
  const folder = options.data ?? mkdtempSync(join(tmpdir(), 'ventanilla-bench-'));
  const { startPlatform } = await import('../platform/platform.ts');
  const home = homeAt(folder);
  const platform = await startPlatform({
    home,
    choosePorts: () => claimPorts(0),
    log,
    streamKind: options.stream,
    ...(options.keyKinds && { keyKinds: options.keyKinds }),
    ...(options.overrides && { overrides: options.overrides(home) }),
  });
  const interrupted = new Promise<never>((_, reject) => {
    stop.signal.addEventListener('abort', () => reject(new Error(`interrupted: ${stop.reason()}`)));
  });
  try {
    const isGood = await Promise.race([work(platform, home, log), interrupted]);
    if (!isGood) process.exitCode = EXIT.bad;
  } finally {
    log('stopping');
    await platform.stop();
    if (temporary) rmSync(folder, { recursive: true, force: true });
  }
}
