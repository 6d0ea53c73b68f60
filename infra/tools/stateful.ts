/** Writes down the names of stateful resources, after a change that is meant: `node tools/stateful.ts`. */
import { writeFileSync } from 'node:fs';
import { statefulNames } from '../src/checks/stateful.ts';
import { readEnvironment } from '../src/settings/read.ts';
import { createApp, createSite } from '../src/site.ts';

const app = createApp();
createSite(app, readEnvironment('prod'));
const names = statefulNames(app.synth().stacks);
writeFileSync(new URL('../test/stateful.txt', import.meta.url), `${names.join('\n')}\n`);
