/**
 * Mirrors registered documents into a Postgres of one's own: one row an outcome, its receipt beside it.
 *
 *   MIRROR_URL=postgres://…  LOG_URL=https://ventanilla.example  KEYS_FILE=keys.json
 *   STREAM_KIND=kafka STREAM_KAFKA_BROKERS=…  ENCRYPTION_KIND=…  node packages/consumer/example/mirror.ts
 */
import { readFileSync } from 'node:fs';
import { httpLog, openConsumer } from '@ventanilla/consumer';
import { Pool } from 'pg';

const { MIRROR_URL, LOG_URL, KEYS_FILE } = process.env;
const TABLES = `
  create table if not exists mirrored (
    document_id text not null, attempt int not null, verdict text not null, registered_at timestamptz not null,
    issuer_id text, number text, issue_date date, currency text, total numeric, tax numeric, receipt jsonb,
    primary key (document_id, attempt));
  create table if not exists unusable (
    topic text not null, document_id text not null, code text not null, position text not null,
    primary key (topic, position));`;
// Told again, an outcome changes nothing: the key is what it is an outcome of.
const MIRROR = `
  insert into mirrored select * from jsonb_populate_recordset(null::mirrored, $1::jsonb)
  on conflict do nothing`;

const database = new Pool({ connectionString: MIRROR_URL, max: 4 });
// An idle connection that breaks is replaced; without a listener it would end the process.
database.on('error', () => undefined);
await database.query(TABLES);

const consumer = await openConsumer({
  environment: process.env,
  group: 'mirror',
  ...(LOG_URL && { log: httpLog(LOG_URL, JSON.parse(readFileSync(KEYS_FILE ?? '', 'utf8'))) }),
  onUnusable: async ({ record, topic, error }) => {
    const { key, position } = record;
    const place = `${position.partition}/${position.offset}/${position.index ?? 0}`;
    const code = (error as { code?: string }).code ?? 'unexpected';
    await database.query('insert into unusable values ($1, $2, $3, $4) on conflict do nothing', [
      topic,
      key,
      code,
      place,
    ]);
  },
});

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());

let mirrored = 0;
await consumer.run({
  topic: 'documents.registered',
  signal: stopping.signal,
  onError: (error) => console.error(`will be tried again: ${String(error)}`),
  handle: async (facts) => {
    const rows = facts.map(({ message: { submission, summary, ...outcome }, receipt }) => ({
      document_id: submission.documentId,
      attempt: outcome.attempt,
      verdict: outcome.verdict,
      registered_at: outcome.registeredAt,
      issuer_id: summary?.issuerId,
      number: summary?.number,
      issue_date: summary?.issueDate,
      currency: summary?.currency,
      total: summary?.totalAmount,
      tax: summary?.taxAmount,
      receipt,
    }));
    mirrored += (await database.query(MIRROR, [JSON.stringify(rows)])).rowCount ?? 0;
    console.error(`${mirrored} mirrored`);
  },
});
await consumer.close();
await database.end();
