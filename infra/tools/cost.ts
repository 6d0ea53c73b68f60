/**
 * The cost model: `node infra/tools/cost.ts [--invoices-per-year N --peak-per-second P] [--with CHANGE]… [--json]`;
 * without a volume it prints docs/cost.md. Needs nothing installed but Node 24.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ASSUMPTIONS } from '../src/cost/assumptions.ts';
import { CHANGE_NAMES, isChangeName, withChanges } from '../src/cost/changes.ts';
import { costOf, totalOf } from '../src/cost/model.ts';
import { costReport, type PriceFile, pricesOf } from '../src/cost/report.ts';

const { values } = parseArgs({
  options: {
    'invoices-per-year': { type: 'string' },
    'peak-per-second': { type: 'string' },
    with: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
  },
});
const file = JSON.parse(
  readFileSync(new URL('../src/cost/prices.json', import.meta.url), 'utf8'),
) as PriceFile;
const numberOf = (text: string | undefined, name: string): number => {
  const value = Number(text?.replaceAll('_', ''));
  if (Number.isFinite(value) && value > 0) return value;
  console.error(`--${name} must be a number above 0`);
  process.exit(2);
};

const unknown = values.with.filter((name) => !isChangeName(name));
if (unknown.length > 0) {
  console.error(`--with knows no ${unknown.join(', ')}; there are: ${CHANGE_NAMES.join(', ')}`);
  process.exit(2);
}

if (values['invoices-per-year'] === undefined) {
  process.stdout.write(costReport(file));
} else {
  const invoicesPerYear = numberOf(values['invoices-per-year'], 'invoices-per-year');
  const peakPerSecond = numberOf(values['peak-per-second'] ?? '100', 'peak-per-second');
  const given = withChanges(ASSUMPTIONS, values.with.filter(isChangeName));
  const lines = costOf({ invoicesPerYear, peakPerSecond }, given, pricesOf(file));
  const total = totalOf(lines);
  const perMillion = total / (invoicesPerYear / 1e6);
  if (values.json) {
    console.log(
      JSON.stringify({
        ...{ invoicesPerYear, peakPerSecond, with: values.with },
        ...{ asOf: file.asOf, total, perMillion, lines },
      }),
    );
  } else {
    for (const { service, item, usd } of lines) {
      console.log(
        `${service.padEnd(15)} ${Math.round(usd).toLocaleString('en-US').padStart(12)}  ${item}`,
      );
    }
    console.log(
      `${'total'.padEnd(15)} ${Math.round(total).toLocaleString('en-US').padStart(12)}  ${perMillion.toFixed(2)} per million`,
    );
  }
}
