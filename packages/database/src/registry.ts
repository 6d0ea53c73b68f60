/** Lookups of the taxpayer registry, a batch at a time, its seeding and its listing. */
import type { Taxpayer } from '@ventanilla/invoice';
import { textArray } from './arrays.ts';
import { type Database, type Queryable, statement } from './database.ts';

const TAXPAYERS = statement(`
  SELECT taxpayer_id AS id, name, status, affiliation, activity, region, size, establishments, since
  FROM ventanilla.taxpayers WHERE taxpayer_id = ANY ($1::text[])`);

/** Those of `ids` that are registered, by id. */
export async function lookupTaxpayers(
  database: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Taxpayer>> {
  if (ids.length === 0) return new Map();
  const { rows } = await database.query<Taxpayer>(TAXPAYERS, [textArray(ids)]);
  return new Map(rows.map((taxpayer) => [taxpayer.id, taxpayer]));
}

const MANDATES = statement(`
  SELECT taxpayer_id AS id FROM ventanilla.mandates
  WHERE certifier_id = $1 AND taxpayer_id = ANY ($2::text[])`);

/** Those of `ids` that mandated the submitter with this taxpayer id. */
export async function lookupMandates(
  database: Queryable,
  submitterTaxpayerId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const values = [submitterTaxpayerId, textArray(ids)];
  const { rows } = await database.query<{ id: string }>(MANDATES, values);
  return new Set(rows.map(({ id }) => id));
}

export interface Mandate {
  readonly certifierId: string;
  readonly taxpayerId: string;
}

const SEED_TAXPAYERS = statement(`
  INSERT INTO ventanilla.taxpayers
    (taxpayer_id, name, status, affiliation, activity, region, size, establishments, since)
  SELECT id, name, status, affiliation, activity, region, size,
    string_to_array(establishments, ','), since
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
    $8::text[], $9::date[])
    AS t (id, name, status, affiliation, activity, region, size, establishments, since)
  ON CONFLICT (taxpayer_id) DO UPDATE SET
    name = excluded.name, status = excluded.status, affiliation = excluded.affiliation,
    activity = excluded.activity, region = excluded.region, size = excluded.size,
    establishments = excluded.establishments, since = excluded.since`);

const SEED_MANDATES = statement(`
  INSERT INTO ventanilla.mandates (certifier_id, taxpayer_id)
  SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING`);

const SEED_ROWS_MAX = 5_000;

/** Adds or replaces these taxpayers and adds these mandates. Ids must be unique within the call. */
export async function seedRegistry(
  database: Database,
  taxpayers: readonly Taxpayer[],
  mandates: readonly Mandate[],
): Promise<void> {
  await database.transaction(async (transaction) => {
    for (const part of slices(taxpayers)) {
      const column = (read: (taxpayer: Taxpayer) => string) => textArray(part.map(read));
      await transaction.query(SEED_TAXPAYERS, [
        column(({ id }) => id),
        column(({ name }) => name),
        column(({ status }) => status),
        column(({ affiliation }) => affiliation),
        column(({ activity }) => activity),
        column(({ region }) => region),
        column(({ size }) => size),
        column(({ establishments }) => establishments.join(',')),
        column(({ since }) => since),
      ]);
    }
    for (const part of slices(mandates)) {
      await transaction.query(SEED_MANDATES, [
        textArray(part.map(({ certifierId }) => certifierId)),
        textArray(part.map(({ taxpayerId }) => taxpayerId)),
      ]);
    }
  });
}

function* slices<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < rows.length; at += SEED_ROWS_MAX) yield rows.slice(at, at + SEED_ROWS_MAX);
}

const TAXPAYERS_AFTER = statement(`
  SELECT taxpayer_id AS id, name, status, affiliation, activity, region, size, establishments, since
  FROM ventanilla.taxpayers WHERE taxpayer_id > $1 ORDER BY taxpayer_id LIMIT ${SEED_ROWS_MAX}`);

const MANDATES_AFTER = statement(`
  SELECT certifier_id AS "certifierId", taxpayer_id AS "taxpayerId" FROM ventanilla.mandates
  WHERE (certifier_id, taxpayer_id) > ($1, $2)
  ORDER BY certifier_id, taxpayer_id LIMIT ${SEED_ROWS_MAX}`);

/** The whole registry in order of id, in pages of at most 5,000. */
export async function* listTaxpayers(
  database: Queryable,
): AsyncGenerator<readonly Taxpayer[], void> {
  let page: readonly Taxpayer[] = [];
  do {
    const after = page.at(-1)?.id ?? '';
    ({ rows: page } = await database.query<Taxpayer>(TAXPAYERS_AFTER, [after]));
    yield page;
  } while (page.length === SEED_ROWS_MAX);
}

/** Every mandate in order of certifier, in pages of at most 5,000. */
export async function* listMandates(database: Queryable): AsyncGenerator<readonly Mandate[], void> {
  let page: readonly Mandate[] = [];
  do {
    const { certifierId = '', taxpayerId = '' } = page.at(-1) ?? {};
    ({ rows: page } = await database.query<Mandate>(MANDATES_AFTER, [certifierId, taxpayerId]));
    yield page;
  } while (page.length === SEED_ROWS_MAX);
}
