/** Writes the templates of an environment and the order of their deployment: `node infra/tools/templates.ts prod DIR`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEnvironment } from '../src/settings/read.ts';
import { templatesOf } from '../src/templates.ts';

const [environment, folder] = process.argv.slice(2);
if (environment === undefined || folder === undefined) {
  console.error('usage: node infra/tools/templates.ts ENVIRONMENT DIR');
  process.exit(2);
}
const templates = templatesOf(readEnvironment(environment));
mkdirSync(folder, { recursive: true });
for (const { stack, body } of templates) {
  writeFileSync(join(folder, `${stack}.json`), `${JSON.stringify(body, undefined, 1)}\n`);
}
const order = templates.map(({ stack, region }) => ({ stack, region, file: `${stack}.json` }));
writeFileSync(join(folder, 'order.json'), `${JSON.stringify(order, undefined, 1)}\n`);
console.log(`${templates.length} templates in ${folder}; deploy them in the order of order.json`);
