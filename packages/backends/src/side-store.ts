/** Stores beside the main one: claims, uploads, the lake. Their settings are those of OBJECTS_* under another name. */
import type { StoreSettings } from './custody.ts';
import { required } from './required.ts';

type Field =
  | 'KIND'
  | 'DIR'
  | `S3_${'BUCKET' | 'REGION' | 'PREFIX' | 'ENDPOINT' | 'ACCESS_KEY_ID' | 'SECRET_ACCESS_KEY'}`;

/** What a store beside the main one is told by: `LAKE_S3_BUCKET`, say. */
type SideSettings<P extends string> = { readonly [K in `${P}_${Field}`]?: string | undefined };

/** The settings of the main store that say the same. Throws `setting-missing`, in the words of the operator. */
export function sideStore<P extends string>(prefix: P, settings: SideSettings<P>): StoreSettings {
  const told = (field: Field) =>
    (settings as Record<string, string | undefined>)[`${prefix}_${field}`];
  const kind = told('KIND');
  const need = (field: Field) =>
    required(told(field), `${prefix}_${field}`, `${prefix}_KIND=${kind}`);
  const OBJECTS_S3_PREFIX = told('S3_PREFIX') ?? '';
  if (kind !== 's3') return { OBJECTS_KIND: 'fs', OBJECTS_DIR: need('DIR'), OBJECTS_S3_PREFIX };
  return {
    OBJECTS_KIND: 's3',
    OBJECTS_S3_BUCKET: need('S3_BUCKET'),
    OBJECTS_S3_REGION: need('S3_REGION'),
    OBJECTS_S3_PREFIX,
    OBJECTS_S3_ENDPOINT: told('S3_ENDPOINT'),
    OBJECTS_S3_ACCESS_KEY_ID: told('S3_ACCESS_KEY_ID'),
    OBJECTS_S3_SECRET_ACCESS_KEY: told('S3_SECRET_ACCESS_KEY'),
  };
}
