import { randomUUID } from 'node:crypto';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { FetchLimits, Lease, LeasedBackend, Share } from '@ventanilla/stream/leased';
import { type Database, recordShards } from './lease-table.ts';
import type { ShardSource } from './shard-source.ts';
import { listShards, partitionOfShard, shardOfPartition } from './shards.ts';

export interface ShardLeasePorts {
  readonly client: KinesisClient;
  readonly database: Database;
  readonly source: ShardSource;
}

export interface ShardLeaseSettings {
  readonly streamName: string;
  readonly group: string;
  readonly member: string;
  readonly leaseMs: number;
}

const SYNC_EVERY_MS = 60_000;

/** One run of one member in one group on one stream. */
export class ShardLeases implements LeasedBackend {
  readonly #ports: ShardLeasePorts;
  readonly #settings: ShardLeaseSettings;
  readonly #run = randomUUID();
  readonly #epochs = new Map<number, string>();
  #syncDueAt = 0;

  constructor(ports: ShardLeasePorts, settings: ShardLeaseSettings) {
    this.#ports = ports;
    this.#settings = settings;
  }

  async renew(mode: 'first' | 'steady' | 'draining'): Promise<Share> {
    if (mode !== 'draining') await this.#sync();
    const { streamName, group, member, leaseMs } = this.#settings;
    const { rows } = await this.#ports.database.query(
      'select * from kinesis.renew($1, $2, $3, $4, $5, $6)',
      [streamName, group, member, this.#run, leaseMs, mode],
    );
    const leases = rows
      .filter(({ shard }) => shard !== null)
      .map(
        ({ shard, epoch, checkpoint, crashes }): Lease => ({
          partition: partitionOfShard(shard as string),
          epoch: String(epoch),
          after: checkpoint ?? undefined,
          crashes: Number(crashes),
        }),
      );
    const held = new Map(leases.map(({ partition, epoch }) => [partition, epoch]));
    for (const [partition, epoch] of this.#epochs) {
      if (held.get(partition) !== epoch) this.#forget(partition);
    }
    for (const [partition, epoch] of held) this.#epochs.set(partition, epoch);
    return { leases, quota: Number(rows[0]?.quota ?? 0) };
  }

  /** Learns of shards that splits and merges have made. */
  async #sync(): Promise<void> {
    if (performance.now() < this.#syncDueAt) return;
    const { client, database } = this.#ports;
    const { streamName, group } = this.#settings;
    await recordShards(database, streamName, group, await listShards(client, streamName));
    this.#syncDueAt = performance.now() + SYNC_EVERY_MS;
  }

  #forget(partition: number): void {
    this.#ports.source.forget(partition);
    this.#epochs.delete(partition);
  }

  async release(lease: Lease): Promise<void> {
    // First: who has the shard next may not subscribe to it while we do.
    this.#forget(lease.partition);
    await this.#update(lease, 'owner = null, run = null, crashes = 0');
  }

  async leave(): Promise<void> {
    const { streamName, group, member } = this.#settings;
    await this.#ports.database.query(
      `delete from kinesis.member where stream = $1 and grp = $2 and member = $3
         and not exists (select 1 from kinesis.lease l
           where l.stream = $1 and l.grp = $2 and l.owner = $3 and l.run <> $4)`,
      [streamName, group, member, this.#run],
    );
  }

  async pending(
    wants: readonly { readonly partition: number; readonly after: string | undefined }[],
  ): Promise<ReadonlyMap<number, number>> {
    const { source } = this.#ports;
    const counts = await Promise.all(
      wants.map(async ({ partition, after }): Promise<[number, number]> => {
        const count = await source.look(partition, after);
        if (count === 0 && source.isDone(partition, after)) await this.#end(partition);
        return [partition, count];
      }),
    );
    return new Map(counts.filter(([, count]) => count > 0));
  }

  /** Closed and read to its end: its children may be read now. */
  async #end(partition: number): Promise<void> {
    const epoch = this.#epochs.get(partition);
    if (epoch === undefined) return;
    await this.#update({ partition, epoch }, 'ended = true, owner = null, run = null');
    this.#epochs.delete(partition);
    this.#syncDueAt = 0;
  }

  async fetch(partition: number, after: string | undefined, limits: FetchLimits) {
    return this.#ports.source.take(partition, after, limits);
  }

  async commit(lease: Lease, _expected: string | undefined, next: string): Promise<boolean> {
    return (await this.#update(lease, 'checkpoint = $6, crashes = 0', next)) === 1;
  }

  /** Only while the lease is ours, by its epoch. */
  async #update(
    { partition, epoch }: Pick<Lease, 'partition' | 'epoch'>,
    change: string,
    ...values: readonly string[]
  ): Promise<number> {
    const { streamName, group } = this.#settings;
    const { rowCount } = await this.#ports.database.query(
      `update kinesis.lease set ${change}
         where stream = $1 and grp = $2 and shard = $3 and run = $4 and epoch = $5`,
      [streamName, group, shardOfPartition(partition), this.#run, epoch, ...values],
    );
    return rowCount;
  }
}
