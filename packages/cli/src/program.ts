/** The tree of commands. Each command loads what it needs when it runs, so that help is instant. */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addArchive } from './commands/archive.ts';
import { addBench } from './commands/bench.ts';
import { addDeadLetters } from './commands/dead-letters.ts';
import { addDemo } from './commands/demo.ts';
import { addGenerate } from './commands/generate.ts';
import { addHybrid } from './commands/hybrid.ts';
import { addInfra } from './commands/infra.ts';
import { addKeys } from './commands/keys.ts';
import { addLake } from './commands/lake.ts';
import { addMonitor } from './commands/monitor.ts';
import { addRaw } from './commands/raw.ts';
import { addReceipt } from './commands/receipt.ts';
import { addRegistry } from './commands/registry.ts';
import { addRules } from './commands/rules.ts';
import { addSchema } from './commands/schema.ts';
import { addSetup } from './commands/setup.ts';
import { addStream } from './commands/stream.ts';
import { addSubmit } from './commands/submit.ts';
import { addToken } from './commands/token.ts';
import { addUp } from './commands/up.ts';
import { addValidate } from './commands/validate.ts';
import { addWatch } from './commands/watch.ts';
import { addWitness } from './commands/witness.ts';

const EXIT_CODES = `
Exit codes:
  0    done, and everything was found good
  1    done, and something was found bad: a document rejected, a receipt that does not verify
  2    wrong usage
  3    could not be done: no platform running, a file unreadable
  130  interrupted

Results go to stdout, everything else to stderr; a progress bar is shown on a terminal only.`;

export function buildProgram(): Command {
  const manifest = new URL('../package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const program = new Command('ventanilla')
    .description(
      'Receives, validates, stores and proves electronic invoices; this is its command line.',
    )
    .version(version)
    .addHelpText('after', EXIT_CODES)
    .showHelpAfterError('Try --help.')
    .exitOverride();
  for (const add of [
    addUp,
    addSetup,
    addDemo,
    addHybrid,
    addValidate,
    addSubmit,
    addWatch,
    addReceipt,
    addMonitor,
    addWitness,
    addArchive,
    addLake,
    addKeys,
    addToken,
    addGenerate,
    addRules,
    addSchema,
    addRegistry,
    addStream,
    addDeadLetters,
    addInfra,
    addRaw,
    addBench,
  ]) {
    add(program);
  }
  return program;
}
