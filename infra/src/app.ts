/** Synthesises one environment: `node src/app.ts dev`, or through the CDK with context `environment`. */

import { readEnvironment } from './settings/read.ts';
import { createApp, createSite } from './site.ts';

const app = createApp();
const name =
  process.argv[2] ?? (app.node.tryGetContext('environment') as string | undefined) ?? 'dev';
const settings = readEnvironment(name);
// A release deploys the image it has built: --context imageTag=1.2.3 counts before the file.
const imageTag = (app.node.tryGetContext('imageTag') as string | undefined) ?? settings.imageTag;
createSite(app, { ...settings, imageTag });
app.synth();
