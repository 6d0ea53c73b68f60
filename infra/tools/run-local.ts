/**
 * The tasks of an environment on this machine and the demonstration through them:
 * `node infra/tools/run-local.ts dev [--documents N] [--processes] [--image TAG] [--json]`.
 */
import { parseArgs } from 'node:util';
import { engineObstacle, startContainers } from '../src/local/containers.ts';
import { startProcesses } from '../src/local/processes.ts';
import { runLocal } from '../src/local/run.ts';
import { describeRun } from '../src/local/summary.ts';

const log = (line: string): void => void process.stderr.write(`${line}\n`);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    documents: { type: 'string', default: '300' },
    processes: { type: 'boolean', default: false },
    image: { type: 'string' },
    'store-image': { type: 'string', default: 'postgres:17' },
    json: { type: 'boolean', default: false },
  },
});
const documents = Number(values.documents);
if (!Number.isInteger(documents) || documents < 1) {
  log('--documents must be a whole number from 1');
  process.exit(2);
}

async function startRunner(domain: string) {
  if (values.processes) return startProcesses(log);
  const obstacle = await engineObstacle();
  if (obstacle !== undefined) {
    log(`No Docker engine answers (${obstacle}). --processes runs the services without one.`);
    process.exit(3);
  }
  return startContainers({
    ...(values.image !== undefined && { image: values.image }),
    storeImage: values['store-image'],
    domain,
    log,
  });
}

try {
  const run = await runLocal({ environment: positionals[0] ?? 'dev', documents, startRunner, log });
  process.stdout.write(`${values.json ? JSON.stringify(run) : describeRun(run)}\n`);
  process.exitCode = run.passed ? 0 : 1;
} catch (error) {
  log((error as Error).message);
  process.exitCode = 3;
}
