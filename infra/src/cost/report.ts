/** The cost table as Markdown. */
import { ASSUMPTIONS } from './assumptions.ts';
import {
  type AnyChangeName,
  CHANGES,
  type CostChange,
  stepsTo,
  UNDONE,
  withChanges,
} from './changes.ts';
import { costOf, type Line, type Prices, totalOf, type Volume } from './model.ts';
import { sensitivityOf } from './sensitivity.ts';

const MILLION = 1e6;

export interface PriceFile {
  readonly region: string;
  readonly asOf: string;
  readonly note: string;
  readonly prices: Readonly<
    Record<
      string,
      {
        readonly value: Prices[string];
        readonly checked: string;
        readonly source: string;
        readonly unit: string;
      }
    >
  >;
}

export const pricesOf = (file: PriceFile): Prices =>
  Object.fromEntries(Object.entries(file.prices).map(([name, { value }]) => [name, value]));

/** What a country might send: invoices a year and its busiest second. */
export const VOLUMES: readonly Volume[] = [
  { invoicesPerYear: 10e6, peakPerSecond: 10 },
  { invoicesPerYear: 100e6, peakPerSecond: 50 },
  { invoicesPerYear: 1e9, peakPerSecond: 300 },
  { invoicesPerYear: 10e9, peakPerSecond: 2_500 },
];

/** USD per million that the largest volume is to stay below. */
export const GOAL = 5;

const usd = (value: number): string => Math.round(value).toLocaleString('en-US');
const each = (value: number): string => value.toFixed(2);

export function byService(lines: readonly Line[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { service, usd: cost } of lines) sums.set(service, (sums.get(service) ?? 0) + cost);
  return sums;
}

export function costReport(file: PriceFile): string {
  const prices = pricesOf(file);
  const columns = VOLUMES.map((volume) => costOf(volume, ASSUMPTIONS, prices));
  const services = [...new Set(columns.flatMap((lines) => lines.map(({ service }) => service)))];
  const sums = columns.map(byService);
  const largest = VOLUMES.at(-1) as Volume;
  const rows = services.map(
    (service) =>
      `| ${service} | ${sums.map((column) => usd(column.get(service) ?? 0)).join(' | ')} |`,
  );
  const totals = columns.map(totalOf);
  const perMillion = totals.map(
    (total, at) => total / ((VOLUMES[at] as Volume).invoicesPerYear / MILLION),
  );
  return `${[
    '# What it costs on AWS',
    '',
    `USD a year, list prices of ${file.region} as of ${file.asOf}. ${file.note}`,
    'Made by `node infra/tools/cost.ts`; assumptions in `infra/src/cost/assumptions.ts`, prices in `infra/src/cost/prices.json`.',
    '',
    `| | ${VOLUMES.map(({ invoicesPerYear }) => `${usd(invoicesPerYear / MILLION)} M a year`).join(' | ')} |`,
    `|---|${VOLUMES.map(() => '---:').join('|')}|`,
    ...rows,
    `| **total** | ${totals.map((total) => `**${usd(total)}**`).join(' | ')} |`,
    `| per million | ${perMillion.map(each).join(' | ')} |`,
    '',
    '## What dominates',
    '',
    ...VOLUMES.map(
      (volume, at) =>
        `- ${usd(volume.invoicesPerYear / MILLION)} M: ${dominant(columns[at] as readonly Line[])}`,
    ),
    '',
    `## How sure this is: USD per million at ${usd(largest.invoicesPerYear / MILLION)} M a year`,
    '',
    '| assumption | halved | doubled |',
    '|---|---:|---:|',
    ...sensitivityOf(largest, ASSUMPTIONS, prices).map(
      ({ assumption, halved, doubled }) => `| ${assumption} | ${each(halved)} | ${each(doubled)} |`,
    ),
    '',
    `## Changes that bring it below 5 USD per million, at ${usd(largest.invoicesPerYear / MILLION)} M a year, ${usd(largest.peakPerSecond)}/s at the peak`,
    '',
    'Each on top of the ones before, that which saves most first; `ventanilla infra cost --with NAME…` computes any of them.',
    '',
    '| `--with` | | USD per million |',
    '|---|---|---:|',
    `| | as assumed | ${each(perMillion.at(-1) as number)} |`,
    ...stepsTo(GOAL, largest, ASSUMPTIONS, prices).map(
      ({ name, perMillion: cost }) => `| \`${name}\` | ${CHANGES[name].what} | ${each(cost)} |`,
    ),
    '',
    'Each alone:',
    '',
    '| `--with` | | USD per million |',
    '|---|---|---:|',
    ...alone(CHANGES, largest, prices),
    '',
    ...undone(largest, prices),
    '## Lines',
    '',
    ...(columns.at(-1) as readonly Line[]).map(
      ({ service, item, usd: cost }) => `- ${service}, ${item}: ${usd(cost)}`,
    ),
  ].join('\n')}\n`;
}

const undone = (volume: Volume, prices: Prices): string[] => [
  '## What production sets already',
  '',
  'Without it, each alone. Waiting delays outcomes, never the answer to a sender;',
  '',
  '| `--with` | | USD per million |',
  '|---|---|---:|',
  ...alone(UNDONE, volume, prices),
  '',
];

const dominant = (lines: readonly Line[]): string => {
  const total = totalOf(lines);
  return [...byService(lines)]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([service, cost]) => `${service} ${Math.round((cost / total) * 100)} %`)
    .join(', ');
};

function alone(
  changes: Readonly<Record<string, CostChange>>,
  volume: Volume,
  prices: Prices,
): string[] {
  return (Object.keys(changes) as AnyChangeName[]).map((name) => {
    const total = totalOf(costOf(volume, withChanges(ASSUMPTIONS, [name]), prices));
    const cost = total / (volume.invoicesPerYear / MILLION);
    return `| \`${name}\` | ${changes[name]?.what} | ${each(cost)} |`;
  });
}
