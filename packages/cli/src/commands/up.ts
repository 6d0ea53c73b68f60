/** `ventanilla up`: the whole platform on this machine, and a demonstration of it. */
import { type Command, Option } from 'commander';
import { CommandFailure, EXIT } from '../failure.ts';
import { homeAt } from '../platform/home.ts';
import { STREAM_KINDS, type StreamKind } from '../platform/local-stream.ts';
import { claimPorts, type Ports, preferPorts } from '../platform/ports.ts';
import { terminalOutput } from '../terminal/output.ts';
import { DEFAULT_DATA, wholeNumber } from './options.ts';
import { stopRequest, whenAborted } from './until-stopped.ts';

interface UpOptions {
  readonly documents: number;
  readonly demo: boolean;
  readonly exit?: boolean;
  readonly json?: boolean;
  readonly port?: number;
  readonly data: string;
  readonly seed?: string;
  readonly logLevel: string;
  readonly stream: StreamKind;
}

const DEFAULT_PORT = 8080;

export function addUp(program: Command): void {
  program
    .command('up')
    .description('Start the whole platform here, send it demonstration documents, keep it running')
    .option('--documents <n>', 'demonstration documents', wholeNumber(1, 1_000_000), 500)
    .option('--seed <text>', 'seed of the demonstration; a fresh one each time when absent')
    .option('--no-demo', 'only start the platform')
    .option('--exit', 'stop after the demonstration')
    .option('--json', 'the summary as one JSON line on stdout')
    .option('--port <n>', 'first of three ports; 0 takes free ones', wholeNumber(0, 65_533))
    .option('--data <dir>', 'folder of everything the platform keeps', DEFAULT_DATA)
    .addOption(
      new Option(
        '--stream <kind>',
        'what carries the documents; kafka needs Java here, kinesis is a double',
      )
        .choices(STREAM_KINDS)
        .default('postgres'),
    )
    .option('--log-level <level>', 'of the services, in DIR/logs', 'info')
    .addHelpText(
      'after',
      `
Examples:
  ventanilla up
  ventanilla up --documents 2000 --exit --json
  ventanilla up --no-demo --port 9000 --data /var/lib/ventanilla

Ports: P for the API (${DEFAULT_PORT} unless taken), P+1 for query, P+2 for tokens. Delete DIR to start afresh.
With --exit the exit code is 0 only if every document ended as it was seeded and every receipt verified.`,
    )
    .action(async (options: UpOptions) => {
      const stop = stopRequest();
      const interrupted = whenAborted(stop.signal).then(() => 'stop' as const);
      const { startPlatform } = await import('../platform/platform.ts');
      const home = homeAt(options.data);
      const startedAt = performance.now();
      const starting = startPlatform({
        home,
        choosePorts: () => choosePorts(options.port),
        log: terminalOutput.err,
        logLevel: options.logLevel,
        streamKind: options.stream,
      });
      if ((await Promise.race([starting, interrupted])) === 'stop') {
        terminalOutput.err('stopping as soon as the start allows');
      }
      const platform = await starting;
      try {
        const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
        terminalOutput.err(`ready in ${seconds} s: ${platform.state.api}`);
        const demo = options.demo ? demonstrate(options, platform) : Promise.resolve(true);
        const ended = await Promise.race([demo, interrupted]);
        if (ended === 'stop') {
          demo.catch(() => {}); // cut short on purpose: what it then misses is no news
          process.exitCode = EXIT.interrupted;
        } else if (options.exit) {
          process.exitCode = ended ? EXIT.good : EXIT.bad;
        } else {
          terminalOutput.err('\nCtrl-C stops everything.');
          await interrupted;
        }
      } finally {
        terminalOutput.err('stopping');
        await platform.stop();
        terminalOutput.err('stopped');
      }
      process.exit();
    });
}

const choosePorts = (asked: number | undefined): Promise<Ports> =>
  asked === undefined ? preferPorts(DEFAULT_PORT) : claimPorts(asked);

type Platform = import('../platform/platform.ts').Platform;

/** Runs the demonstration and prints what it found; true when everything ended as it was seeded. */
async function demonstrate(options: UpOptions, platform: Platform): Promise<boolean> {
  const { runDemo } = await import('../demo/run.ts');
  const { describeSummary } = await import('../demo/summary.ts');
  const { describeNextSteps } = await import('../demo/next-steps.ts');
  const { DEMO_CLIENT } = await import('../demo/connect.ts');
  const { readDemoSecret } = await import('../platform/secrets.ts');
  const home = homeAt(options.data);
  const { state } = platform;
  const now = new Date();
  const summary = await runDemo({
    home,
    state,
    documents: options.documents,
    seed: options.seed ?? now.toISOString(),
    now,
    screen: process.stderr,
  });
  const print = options.json ? terminalOutput.err : terminalOutput.out;
  print(`\n${describeSummary(summary)}\n`);
  if (!options.exit) {
    const clientSecret = readDemoSecret(home, DEMO_CLIENT);
    if (clientSecret === undefined) throw new CommandFailure('The demonstration clients are gone.');
    const { sampleDocumentId: documentId } = summary;
    print(describeNextSteps({ state, clientId: DEMO_CLIENT, clientSecret, documentId }));
  }
  if (options.json) {
    const { api, query, identity } = state;
    terminalOutput.out(JSON.stringify({ ...summary, urls: { api, query, identity } }));
  }
  return summary.mismatches.length === 0 && summary.receiptsVerified === summary.documents;
}
