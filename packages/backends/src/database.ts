/** Settings → the pool of one service. */
import { type Database, openDatabase as open } from '@ventanilla/database';
import type { DatabaseSettings } from './settings.ts';

export const openDatabase = (
  settings: DatabaseSettings,
  applicationName: string,
): Promise<Database> =>
  Promise.resolve(
    open(settings.DATABASE_URL, { poolMax: settings.DATABASE_POOL_MAX, applicationName }),
  );
