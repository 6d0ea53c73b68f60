/** Synthesises with the rule packs and fails on what nobody has answered: `node tools/findings.ts dev`. */
import { applyChecks } from '../src/checks/apply.ts';
import { readEnvironment } from '../src/settings/read.ts';
import { createApp, createSite } from '../src/site.ts';

const app = createApp();
const site = createSite(app, readEnvironment(process.argv[2] ?? 'dev'));
for (const { acknowledgement, paths } of applyChecks(app, site)) {
  if (paths.length === 0)
    console.log(`stale: ${acknowledgement.ids.join(', ')} at ${acknowledgement.where}`);
}
app.synth();
