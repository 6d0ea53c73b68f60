/** The taxpayer registry. */
import { date, primaryKey, text } from '../drizzle.ts';
import { ventanilla } from './columns.ts';

export const taxpayers = ventanilla.table('taxpayers', {
  id: text('taxpayer_id').primaryKey(),
  name: text().notNull(),
  status: text({ enum: ['active', 'suspended', 'cancelled'] }).notNull(),
  affiliation: text().notNull(),
  activity: text().notNull(),
  region: text().notNull(),
  size: text({ enum: ['micro', 'small', 'medium', 'large'] }).notNull(),
  establishments: text().array().notNull(),
  since: date({ mode: 'string' }).notNull(),
});

/** `certifierId` may submit for `taxpayerId`. */
export const mandates = ventanilla.table(
  'mandates',
  {
    certifierId: text('certifier_id').notNull(),
    taxpayerId: text('taxpayer_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.certifierId, table.taxpayerId] })],
);
