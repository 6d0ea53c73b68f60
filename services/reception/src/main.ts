import { runService } from '@ventanilla/runtime';
import { receptionSettings } from './settings.ts';
import { start } from './start.ts';

await runService({
  name: 'reception',
  settings: receptionSettings,
  start,
  environment: process.env,
});
