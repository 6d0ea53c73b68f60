/**
 * The bare limits of the same Postgres: how many records it can append to a log, and how many rows
 * it can insert into a table with the indexes of ours, when nothing else is done. What the platform
 * reaches is told as a share of them.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { Client } from 'pg';

export interface BareLimits {
  readonly appendPerSecond: number;
  readonly insertPerSecond: number;
}

const WRITERS = 4;
const BATCH = 200;
/** A compressed and encrypted document of 5 kB. */
const PAYLOAD_BYTES = 1_400;

const SCHEMA = `
  DROP SCHEMA IF EXISTS bench CASCADE;
  CREATE SCHEMA bench;
  CREATE TABLE bench.log (part int, off bigint, ts timestamptz DEFAULT now(), key text, payload bytea,
    PRIMARY KEY (part, off));
  ALTER TABLE bench.log ALTER payload SET STORAGE EXTERNAL;
  CREATE TABLE bench.document (id bytea PRIMARY KEY, business_key text, issuer text, buyer text,
    issued date, total numeric(18, 2), received timestamptz DEFAULT now(), details jsonb);
  CREATE UNIQUE INDEX ON bench.document (business_key);
  CREATE INDEX ON bench.document (issuer, issued);
  CREATE INDEX ON bench.document (buyer, issued);
  CREATE INDEX ON bench.document (received);`;

const APPEND = `
  INSERT INTO bench.log (part, off, key, payload)
  SELECT $1, $2 + i, $3, substr($4::bytea, i * $5 + 1, $5) FROM generate_series(0, $6 - 1) i`;

const INSERT = `
  INSERT INTO bench.document (id, business_key, issuer, buyer, issued, total, details)
  SELECT decode(id, 'hex'), key, issuer, buyer, current_date, 112.00, '{"lines": 5, "tax": "12.00"}'
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS u (id, key, issuer, buyer)`;

type Write = (client: Client, writer: number, batch: number) => Promise<unknown>;

const append: Write = (client, writer, batch) =>
  client.query({
    name: 'append',
    text: APPEND,
    values: [
      writer,
      batch * BATCH,
      'key',
      randomBytes(BATCH * PAYLOAD_BYTES),
      PAYLOAD_BYTES,
      BATCH,
    ],
  });

const insert: Write = (client) => {
  const ids = Array.from({ length: BATCH }, () => randomBytes(32).toString('hex'));
  const parties = ids.map((id) => String(Number.parseInt(id.slice(0, 6), 16) % 5_000));
  return client.query({
    name: 'insert',
    text: INSERT,
    values: [ids, ids.map(() => randomUUID()), parties, parties.toReversed()],
  });
};

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  // A connection that breaks fails the query on it; told once is enough.
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** Each writer, connected before the clock starts, writes at least one batch. */
async function rate(url: string, seconds: number, write: Write): Promise<number> {
  const clients = await Promise.all(Array.from({ length: WRITERS }, () => connect(url)));
  const startedAt = performance.now();
  const until = startedAt + seconds * 1000;
  const writer = async (client: Client, number: number) => {
    let batch = 0;
    do {
      await write(client, number, batch);
      batch += 1;
    } while (performance.now() < until);
    return batch * BATCH;
  };
  const written = await Promise.all(clients.map(writer));
  const elapsed = (performance.now() - startedAt) / 1000;
  await Promise.all(clients.map((client) => client.end()));
  return Math.round(written.reduce((sum, count) => sum + count, 0) / elapsed);
}

/** Measures both for `seconds` each, in a schema of its own that is dropped at the end. */
export async function measureLimits(url: string, seconds: number): Promise<BareLimits> {
  const client = await connect(url);
  try {
    await client.query(SCHEMA);
    const appendPerSecond = await rate(url, seconds, append);
    const insertPerSecond = await rate(url, seconds, insert);
    return { appendPerSecond, insertPerSecond };
  } finally {
    await client.query('DROP SCHEMA IF EXISTS bench CASCADE');
    await client.end();
  }
}
