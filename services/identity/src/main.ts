import { runService } from '@ventanilla/runtime';
import { identitySettings } from './settings.ts';
import { start } from './start.ts';

await runService({
  name: 'identity',
  settings: identitySettings,
  start,
  environment: process.env,
});
