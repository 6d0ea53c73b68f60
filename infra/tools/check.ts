/**
 * Everything about infra that can be proved without an account: types, synthesis of every
 * environment under both rule packs, assertions, settings, cost, and the tasks of dev as processes. Installs the AWS CDK when it is not
 * there, in this folder only; with --install-only that is all it does.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const infra = join(import.meta.dirname, '..');
const root = join(infra, '..');
const PNPM = '11.28.10';

function run(name: string, command: string, args: readonly string[]): void {
  const startedAt = performance.now();
  const { status } = spawnSync(command, args, { cwd: infra, stdio: 'inherit' });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} infra: ${name} (${seconds} s)`);
  if (status !== 0) process.exit(1);
}

function install(): void {
  if (existsSync(join(infra, 'node_modules', 'aws-cdk-lib'))) return;
  const args = ['install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=warn'];
  const bundled = join(root, '.tools', 'node_modules', 'pnpm', 'bin', 'pnpm.mjs');
  if (existsSync(bundled)) run('install', process.execPath, [bundled, ...args]);
  else run('install', 'npx', ['--yes', `pnpm@${PNPM}`, ...args]);
}

install();
if (process.argv.includes('--install-only')) process.exit(0);
run('types', join(root, 'node_modules', '.bin', 'tsc'), ['-p', '.']);
const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
const at = process.argv.indexOf('--outputFile');
const file = at < 0 ? [] : ['--json', '--outputFile', process.argv[at + 1] as string];
const local = ['--no-warnings', 'tools/run-local.ts', 'dev', '--processes', '--documents', '40'];
// Each process there has a loopback address of its own, which other systems do not give.
if (process.platform === 'linux') run('the tasks of dev, locally', process.execPath, local);
else console.log('not run  infra: the tasks of dev, locally (needs Linux)');
run('tests', process.execPath, [...jest, '--runInBand', '--reporters=default', ...file]);
