/** Synthesises one environment: `node src/app.ts dev`, or through the CDK with context `environment`. */

import { readEnvironment } from './settings/read.ts';
import { createApp, createSite } from './site.ts';

const app = createApp();
const name =
  process.argv[2] ?? (app.node.tryGetContext('environment') as string | undefined) ?? 'dev';
createSite(app, readEnvironment(name));
app.synth();
