/** `ventanilla infra`: the tools of infra/, which is a workspace of its own and brings the AWS CDK along. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Command, Option } from 'commander';
import { CommandFailure, EXIT } from '../failure.ts';
import { positive, wholeNumber } from './options.ts';

const INFRA = fileURLToPath(new URL('../../../../infra/', import.meta.url));

interface CostOptions {
  readonly invoicesPerYear?: number;
  readonly peakPerSecond?: number;
  readonly with?: readonly string[];
  readonly json?: boolean;
}
interface ListOptions {
  readonly json?: boolean;
}
interface TemplatesOptions {
  readonly out: string;
}
interface RunOptions {
  readonly documents: number;
  readonly processes?: boolean;
  readonly image?: string;
  readonly json?: boolean;
}

export function addInfra(program: Command): void {
  const infra = program.command('infra').description('The platform in an AWS account');
  addCost(infra);
  infra
    .command('list')
    .description('What an environment consists of, stack by stack, and what each stack serves')
    .argument('[environment]', 'a file in infra/environments', 'dev')
    .option('--json', 'one JSON line')
    .action((environment: string, { json }: ListOptions) =>
      runTool('list', [environment, ...flag('json', json)], { needsCdk: true }),
    );
  infra
    .command('templates')
    .description('Write the CloudFormation templates, for sites that deploy without the CDK')
    .argument('[environment]', 'a file in infra/environments', 'dev')
    .requiredOption('--out <dir>', 'folder for them; made when it is not there')
    .action((environment: string, { out }: TemplatesOptions) =>
      runTool('templates', [environment, out], { needsCdk: true }),
    );
  addRunLocal(infra);
}

function addCost(infra: Command): void {
  infra
    .command('cost')
    .description('What a volume costs a year on AWS, line by line')
    .option(
      '--invoices-per-year <n>',
      'invoices a year; the report of docs/cost.md if absent',
      positive,
    )
    .option('--peak-per-second <n>', 'invoices in the busiest second', positive)
    .option('--with <change...>', 'with these changes of docs/cost.md; needs --invoices-per-year')
    .option('--json', 'one JSON line; needs --invoices-per-year')
    .addHelpText(
      'after',
      `
Examples:
  ventanilla infra cost
  ventanilla infra cost --invoices-per-year 10000000000 --peak-per-second 2500
  ventanilla infra cost --invoices-per-year 10000000000 --peak-per-second 2500 --with batches provisioned

Prices with their dates and sources: infra/src/cost/prices.json. It installs and asks nothing.`,
    )
    .action(({ invoicesPerYear, peakPerSecond, with: changes = [], json }: CostOptions) => {
      const given = { 'invoices-per-year': invoicesPerYear, 'peak-per-second': peakPerSecond };
      const needVolume = json || peakPerSecond !== undefined || changes.length > 0;
      if (invoicesPerYear === undefined && needVolume) {
        throw new CommandFailure('--json, --with and --peak-per-second need --invoices-per-year.', {
          exitCode: EXIT.usage,
        });
      }
      const args = Object.entries(given).flatMap(([name, value]) =>
        value === undefined ? [] : [`--${name}`, String(value)],
      );
      const named = changes.flatMap((name) => ['--with', name]);
      return runTool('cost', [...args, ...named, ...flag('json', json)], { needsCdk: false });
    });
}

function addRunLocal(infra: Command): void {
  infra
    .command('run-local')
    .description('Run the task definitions on this machine and the demonstration through them')
    .argument('[environment]', 'a file in infra/environments', 'dev')
    .option('--documents <n>', 'demonstration documents', wholeNumber(1, 1_000_000), 300)
    .option('--image <tag>', 'image to run; built from docker/Dockerfile when absent')
    .addOption(
      new Option('--processes', 'without a Docker engine, as plain processes').conflicts('image'),
    )
    .option('--json', 'the summary as one JSON line on stdout')
    .addHelpText(
      'after',
      `
Each task gets the environment, user, root file system, memory and CPU of its definition. Local servers
stand for Kinesis, KMS, S3, Cognito and Aurora, and refuse whatever the role of the calling task does not
allow. --processes says at its end what it could not prove. The exit code is 0 only if every document
ended as it was seeded and no call was refused.`,
    )
    .action((environment: string, { documents, processes, image, json }: RunOptions) =>
      runTool(
        'run-local',
        [
          ...[environment, '--documents', String(documents)],
          ...(image === undefined ? [] : ['--image', image]),
          ...flag('processes', processes),
          ...flag('json', json),
        ],
        { needsCdk: true },
      ),
    );
}

const flag = (name: string, given: boolean | undefined): readonly string[] =>
  given ? [`--${name}`] : [];

/** Runs a tool of infra/ in its own process; its exit codes are ours. */
async function runTool(
  name: string,
  args: readonly string[],
  { needsCdk }: { readonly needsCdk: boolean },
): Promise<void> {
  const tool = `${INFRA}tools/${name}.ts`;
  if (!existsSync(tool)) {
    throw new CommandFailure('infra/ is not part of this installation.', {
      hint: 'Run it in a checkout of the repository.',
    });
  }
  if (needsCdk && !existsSync(`${INFRA}node_modules/aws-cdk-lib`)) {
    throw new CommandFailure('The AWS CDK is not installed: infra/ is a workspace of its own.', {
      hint: 'Install it with: node infra/tools/check.ts --install-only',
    });
  }
  const child = spawn(process.execPath, ['--no-warnings', tool, ...args], { stdio: 'inherit' });
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? EXIT.interrupted));
  });
}
