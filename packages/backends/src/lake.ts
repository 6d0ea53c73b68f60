/** Settings → the store of the lake. */
import { grantObjects, type ObjectStore } from '@ventanilla/objects';
import { openStore } from './custody.ts';
import type { LakeSettings } from './settings.ts';
import { sideStore } from './side-store.ts';

/** Its writer adds, and changes nothing; who asks it only reads. */
const GRANTS = {
  writer: { reads: [''], writes: ['plans/', 'invoices/', 'batches/'], replaces: [] },
  reader: { reads: [''], writes: [], replaces: [] },
} as const;

export const openLake = async (
  settings: LakeSettings,
  as: keyof typeof GRANTS,
): Promise<ObjectStore> =>
  grantObjects(await openStore(sideStore('LAKE', settings)), `lake ${as}`, GRANTS[as]);
