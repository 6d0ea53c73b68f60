import { NodeHttp2Handler } from '@smithy/node-http-handler';
import { appendAll, type Batch } from '@ventanilla/stream';
import { openKinesisDoor, startKinesis, testDatabase, waitFor } from '@ventanilla/testing';
import { createKinesisStream } from './index.ts';

describe('enhanced fan-out over HTTP/2', () => {
  it('is pushed records, and goes on after them', async () => {
    const kinesis = await startKinesis();
    const door = await openKinesisDoor(kinesis.endpoint);
    const database = await testDatabase();
    const stream = createKinesisStream({
      region: kinesis.region,
      endpoint: door.http2Endpoint,
      credentials: kinesis.credentials,
      leasesUrl: database.url,
      fanOut: true,
      retentionHours: 24,
      requestHandler: new NodeHttp2Handler({ disableConcurrentStreams: true }),
    });
    const stop = new AbortController();
    try {
      await stream.ensure([{ name: 'pushed', partitions: 2 }]);
      const put = (value: string) =>
        appendAll(stream, 'pushed', [{ key: value, headers: {}, value: Buffer.from(value) }]);
      const seen: string[] = [];
      const handler = async ({ records }: Batch) => {
        for (const { value } of records) seen.push(Buffer.from(value).toString());
      };
      const { signal } = stop;
      await put('before');
      const done = stream.consume({ topic: 'pushed', group: 'g', member: 'm', signal, handler });
      await waitFor(() => seen.length === 1, { what: 'the first', timeoutMs: 60_000 });
      await put('after');
      await waitFor(() => seen.length === 2, { what: 'the second', timeoutMs: 60_000 });
      stop.abort();
      await done;
      expect(seen).toEqual(['before', 'after']);
    } finally {
      stop.abort();
      await stream.close();
      await door.close();
      kinesis.stop();
      await database.drop();
    }
  }, 120_000);
});
