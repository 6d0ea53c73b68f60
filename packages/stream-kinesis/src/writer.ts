/**
 * PutRecords is not atomic: any of its records may fail alone, and one sent again lands after those that
 * followed it. So a request never holds two records of one key, and the later ones of a key wait until
 * the earlier is in.
 */
import { type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { isRetryable, OperationalError } from '@ventanilla/errors';
import type { AppendResult, StreamRecord } from '@ventanilla/stream';
import { backOff, pause } from '@ventanilla/stream/leased';
import { measure as measureBody, pack, type Sized as SizedBody } from '@ventanilla/stream/pack';
import { translate } from './errors.ts';
import { partitionOfShard } from './shards.ts';

export interface Sized {
  readonly body: SizedBody;
  readonly bytes: number;
}

const RECORDS_MAX = 500;
const BYTES_MAX = 5 * 1024 * 1024 - 64 * 1024;
const KEY_CHARACTERS_MAX = 256;
const RETRY_MIN_MS = 50;
const RETRY_MAX_MS = 500;

export const measure = (record: StreamRecord): Sized => {
  const body = measureBody(record);
  return { body, bytes: body.bytes + body.keyBytes };
};

export interface WriterPorts {
  readonly client: KinesisClient;
  readonly streamName: string;
  /** How long an append goes on trying. */
  readonly deadlineMs: number;
  /** Between 0 and 1: retries of many writers must not coincide. */
  readonly random: () => number;
}

/** Indices of the first record of each key, then of the second, and so on. */
const roundsOf = (records: readonly Sized[]): number[][] => {
  const seen = new Map<string, number>();
  const rounds: number[][] = [];
  for (const [index, { body }] of records.entries()) {
    const round = seen.get(body.record.key) ?? 0;
    seen.set(body.record.key, round + 1);
    rounds[round] ??= [];
    rounds[round].push(index);
  }
  return rounds;
};

/** Requests within the limits of the service. */
const requestsOf = (indices: readonly number[], records: readonly Sized[]): number[][] => {
  const requests: number[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const index of indices) {
    const own = records[index]?.bytes ?? 0;
    const last = requests.at(-1);
    if (last && last.length < RECORDS_MAX && bytes + own <= BYTES_MAX) {
      last.push(index);
      bytes += own;
    } else {
      requests.push([index]);
      bytes = own;
    }
  }
  return requests;
};

const entryOf = ({ body }: Sized) => {
  const data = Buffer.allocUnsafe(body.bytes);
  pack(body, data, 0);
  return { Data: data, PartitionKey: body.record.key.slice(0, KEY_CHARACTERS_MAX) || '-' };
};

type Attempt = (indices: readonly number[], results: AppendResult[]) => Promise<number[]>;

/** Sends one request; fills in the results and returns what is to be sent again. */
const attempting =
  ({ client, streamName }: WriterPorts, records: readonly Sized[]): Attempt =>
  async (indices, results) => {
    const again: number[] = [];
    try {
      const answer = await client.send(
        new PutRecordsCommand({
          StreamName: streamName,
          Records: indices.map((index) => entryOf(records[index] as Sized)),
        }),
      );
      for (const [i, index] of indices.entries()) {
        const { ShardId, SequenceNumber, ErrorCode, ErrorMessage } = answer.Records?.[i] ?? {};
        if (ShardId && SequenceNumber) {
          const position = { partition: partitionOfShard(ShardId), offset: SequenceNumber };
          results[index] = { ok: true, position };
          continue;
        }
        const error = translate({ name: ErrorCode ?? 'Missing', message: ErrorMessage ?? '' });
        results[index] = { ok: false, error };
        again.push(index);
      }
    } catch (cause) {
      const error = translate(cause);
      if (!isRetryable(error)) throw error;
      for (const index of indices) results[index] = { ok: false, error };
      again.push(...indices);
    }
    return again;
  };

const precedent = (error: unknown) =>
  new OperationalError('record-out-of-order', 'an earlier record of its key was not appended', {
    retryable: true,
    cause: error,
  });

/** Results in order. A record that did not get in before the deadline fails those of its key that follow. */
export const writeRecords = async (
  ports: WriterPorts,
  records: readonly Sized[],
): Promise<readonly AppendResult[]> => {
  const results: AppendResult[] = new Array(records.length);
  const failed = new Map<string, unknown>();
  const attempt = attempting(ports, records);
  const deadline = performance.now() + ports.deadlineMs;
  const never = new AbortController().signal;
  for (const round of roundsOf(records)) {
    let due = round.filter((index) => {
      const key = records[index]?.body.record.key ?? '';
      if (failed.has(key)) results[index] = { ok: false, error: precedent(failed.get(key)) };
      return !failed.has(key);
    });
    for (let tries = 0; due.length > 0; tries++) {
      const left = await Promise.all(
        requestsOf(due, records).map((request) => attempt(request, results)),
      );
      due = left.flat();
      if (due.length === 0 || performance.now() > deadline) break;
      const waitMs = backOff(tries, RETRY_MIN_MS, RETRY_MAX_MS);
      await pause(waitMs * (0.5 + ports.random() / 2), never);
    }
    for (const index of due) {
      const result = results[index];
      if (result && !result.ok) failed.set(records[index]?.body.record.key ?? '', result.error);
    }
  }
  return results;
};
