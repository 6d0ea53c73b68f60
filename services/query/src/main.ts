/** The query service: everything that is read back. */
import { runService } from '@ventanilla/runtime';
import { settings } from './config.ts';
import { start } from './start.ts';

await runService({ name: 'query', settings, environment: process.env, start });
