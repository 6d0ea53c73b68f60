/** What a record costs the process that appends it and the one that takes it, on each stream. */
import { setTimeout as delay } from 'node:timers/promises';
import { openBareStream, streamSettings } from '@ventanilla/backends';
import { appendAll, type Stream, type StreamRecord } from '@ventanilla/stream';
import { createMemoryStream } from '@ventanilla/stream/memory';
import { z } from 'zod';
import type { StreamAddress } from '../platform/local-stream.ts';
import type { BareClient } from './bare-clients.ts';
import { ownCpuMicros } from './usage.ts';

export interface StreamFigures {
  readonly adapter: string;
  readonly records: number;
  /** CPU of this process, µs a record; servers are other processes. */
  readonly produceMicros: number;
  readonly consumeMicros: number;
  /** The vendor's client alone, in the same run; undefined where there is none. */
  readonly bareProduceMicros?: number;
  readonly bareConsumeMicros?: number;
}

const PARTITIONS = 2;
export const BATCH = 250;
const KEYS = 64;

/** Compressed and encrypted values look random. */
export function makeRecords(count: number, bytes: number, random: (bytes: number) => Uint8Array) {
  return Array.from(
    { length: count },
    (_, i): StreamRecord => ({
      key: `key-${i % KEYS}`,
      headers: { 've-encoding': 'zstd+aes256gcm' },
      value: random(bytes),
    }),
  );
}

/** CPU of `work`, µs for each of `records`. */
async function microsOf(records: number, work: () => Promise<unknown>): Promise<number> {
  const before = ownCpuMicros();
  await work();
  return Math.round(((ownCpuMicros() - before) / records) * 10) / 10;
}

export const openAdapter = (address: StreamAddress | undefined): Promise<Stream> => {
  if (address === undefined) return Promise.resolve(createMemoryStream());
  return openBareStream(z.object(streamSettings).parse(address), 'ventanilla-bench');
};

async function produce(
  stream: Stream,
  topic: string,
  batch: readonly StreamRecord[],
  count: number,
) {
  for (let sent = 0; sent < count; sent += batch.length) await appendAll(stream, topic, batch);
}

async function consume(stream: Stream, topic: string, group: string, count: number): Promise<void> {
  const controller = new AbortController();
  let taken = 0;
  const handler = async ({ records }: { readonly records: readonly unknown[] }) => {
    taken += records.length;
    if (taken >= count) controller.abort();
  };
  const { signal } = controller;
  await stream.consume({ topic, group, member: 'bench', batchSizeMax: BATCH, handler, signal });
}

export interface AdapterRun {
  readonly adapter: string;
  readonly stream: Stream;
  readonly bare?: BareClient;
  readonly batch: readonly StreamRecord[];
  readonly records: number;
  /** Unlike those of any other run. */
  readonly topic: string;
}

/** A first round warms code and connections up, the second is measured; ours and the bare client by turns. */
export async function measureAdapter(run: AdapterRun): Promise<StreamFigures> {
  const { adapter, stream, bare, batch, records } = run;
  let figures: StreamFigures | undefined;
  for (const [round, count] of [Math.ceil(records / 4 / BATCH) * BATCH, records].entries()) {
    const topic = `${run.topic}-${round}`;
    const bareTopic = `${topic}-bare`;
    await stream.ensure([topic, bareTopic].map((name) => ({ name, partitions: PARTITIONS })));
    const produceMicros = await microsOf(count, () => produce(stream, topic, batch, count));
    const bareProduce =
      bare && (await microsOf(count, () => bare.produce(bareTopic, batch, count)));
    const consumeMicros = await microsOf(count, () => consume(stream, topic, 'bench', count));
    const bareConsume = bare && (await microsOf(count, () => bare.consume(bareTopic, count)));
    figures = {
      adapter,
      records: count,
      produceMicros,
      consumeMicros,
      ...(bareProduce !== undefined && { bareProduceMicros: bareProduce }),
      ...(bareConsume !== undefined && { bareConsumeMicros: bareConsume }),
    };
    // What a server still does for the last round is not for the next one's figures.
    await delay(200);
  }
  return figures as StreamFigures;
}
