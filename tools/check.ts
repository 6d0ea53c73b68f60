/** `pnpm check`: format, lint, types, who imports whom, unused code. Everything is run; any failure fails. */
import { spawnSync } from 'node:child_process';

const CHECKS: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ['format and lint', 'biome', 'check', '--error-on-warnings'],
  ['types', 'tsc', '-p', '.'],
  ['who imports whom', 'depcruise', '--config', '.dependency-cruiser.mjs', 'packages', 'services'],
  ['unused code', 'knip', '--no-config-hints'],
];

/**
 * Dependency-cruiser reads our sources with swc, types included, and yet warns that it lacks a
 * TypeScript compiler it knows: version 7 has no API.
 */
const MISLEADING = /\n‼ missing-tsc-transpiler:[\s\S]*/;

const failed = CHECKS.filter(([name, command, ...args]) => {
  const startedAt = performance.now();
  const { status, stdout, stderr, error } = spawnSync(`node_modules/.bin/${command}`, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const passed = error === undefined && status === 0;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (!passed) console.log(error?.message ?? `${stdout}${stderr}`.replace(MISLEADING, ''));
  return !passed;
});

process.exit(failed.length === 0 ? 0 : 1);
