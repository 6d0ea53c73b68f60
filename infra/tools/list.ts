/**
 * What an environment consists of: `node infra/tools/list.ts [dev] [--json]`. With `--write` the table of
 * docs/aws.md is brought up to date, from prod.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { describeInventory, inventoryOf } from '../src/inventory.ts';
import { readEnvironment } from '../src/settings/read.ts';
import { createApp, createSite } from '../src/site.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, write: { type: 'boolean' } },
});
const app = createApp();
const { prefix } = createSite(
  app,
  readEnvironment(values.write ? 'prod' : (positionals[0] ?? 'dev')),
);
const inventory = inventoryOf(app, prefix);
const table = describeInventory(inventory);
if (values.write) {
  const file = new URL('../../docs/aws.md', import.meta.url);
  const text = readFileSync(file, 'utf8');
  const between = /(<!-- resources of prod -->\n)[\s\S]*(<!-- end of resources -->)/;
  writeFileSync(
    file,
    text.replace(between, (_, start, end) => `${start}${table}\n${end}`),
  );
} else {
  console.log(values.json ? JSON.stringify(inventory) : table);
}
