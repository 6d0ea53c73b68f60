/**
 * `npm test`: the checks, then every tier of tests. A failing step does not hide the ones after it.
 * Those of `infra` compute while the integration tests wait for servers; what they say is told behind
 * them. The last line counts the tests, for CI.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const scratch = mkdtempSync(join(tmpdir(), 'ventanilla-test-'));
let passed = 0;
let failed = 0;

function step(name: string, args: readonly string[]): boolean {
  console.log(`\n── ${name}`);
  const startedAt = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  console.log(`── ${name}: ${status === 0 ? 'ok' : 'FAILED'} in ${seconds} s`);
  return status === 0;
}

/** A step beside others: ends with the promise, and tells then. */
function beside(name: string, args: readonly string[]): () => Promise<boolean> {
  const startedAt = performance.now();
  const file = join(scratch, `${name}.log`);
  const log = openSync(file, 'w');
  const ended = once(spawn(process.execPath, args, { stdio: ['ignore', log, log] }), 'exit');
  return async () => {
    const [status] = await ended;
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
    console.log(`\n── ${name}\n${readFileSync(file, 'utf8')}`);
    console.log(`── ${name}: ${status === 0 ? 'ok' : 'FAILED'}, told after ${seconds} s`);
    return status === 0;
  };
}

interface JestSummary {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

function tier(name: string): void {
  const jest = ['node_modules/jest/bin/jest.js', '--selectProjects', name];
  const report = ['--json', '--outputFile', fileOf(name), '--silent=false', '--reporters=default'];
  const node = ['--experimental-vm-modules', '--no-warnings'];
  // One worker: two cores are shared with Postgres and the services under test.
  const workers = name === 'unit' ? ['--maxWorkers=2'] : ['--runInBand', '--forceExit'];
  count(name, step(`${name} tests`, [...node, ...jest, ...report, ...workers]));
}

const fileOf = (name: string): string => join(scratch, `${name}.json`);

function count(name: string, ok: boolean): void {
  try {
    const summary = JSON.parse(readFileSync(fileOf(name), 'utf8')) as JestSummary;
    passed += summary.numPassedTests;
    failed += summary.numFailedTests + summary.numRuntimeErrorTestSuites;
    if (!ok && summary.numFailedTests + summary.numRuntimeErrorTestSuites === 0) failed += 1;
  } catch {
    failed += 1;
  }
}

if (step('checks', ['tools/check.ts'])) passed += 1;
else failed += 1;
tier('unit');
const infra = beside('infra', ['infra/tools/check.ts', '--outputFile', fileOf('infra')]);
tier('integration');
count('infra', await infra());
tier('e2e');
rmSync(scratch, { recursive: true, force: true });
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
