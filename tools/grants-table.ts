/** Writes the table of what each process may touch into docs/custody.md, from the table that is enforced. */
import { GRANTS, type Grant } from '../packages/backends/src/grants.ts';
import { writtenTable } from './written-table.ts';

const listed = (names: readonly string[]): string =>
  names.map((name) => (name === '' ? 'everything' : `\`${name}\``)).join(', ') || 'nothing';

const HEAD = [
  '| | Reads objects | Writes objects | Replaces | New data keys | Unwraps | Re-wraps | Signs |',
  '|---|---|---|---|---|---|---|---|',
];

const rowOf = (
  grantee: string,
  { reads, writes, replaces, wraps, unwraps, rewraps, signs }: Grant,
): string =>
  `| ${[grantee, ...[reads, writes, replaces, wraps, unwraps, rewraps].map(listed), signs ? 'yes' : 'no'].join(' | ')} |`;

export const grantsPage = writtenTable(
  { file: 'custody.md', name: 'grants', program: 'tools/grants-table.ts' },
  () =>
    `${[...HEAD, ...Object.entries(GRANTS).map(([grantee, grant]) => rowOf(grantee, grant))].join('\n')}\n`,
);
