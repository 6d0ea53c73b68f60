/** A document that makes the parser trap, among others, through the handler and the stream. */
import { createHash } from 'node:crypto';
import { createValidator, formats } from '@ventanilla/formats';
import { decodeValidated, encodeReceived, TOPICS } from '@ventanilla/messages';
import { DEAD_HEADERS, type StreamRecord, withDeadLetters } from '@ventanilla/stream';
import { createMemoryStream } from '@ventanilla/stream/memory';
import { createXmlEngine } from '@ventanilla/xml';
import { trapOn } from '@ventanilla/xml/testing';
import { handleReceived } from './handle.ts';

const AT = '2026-11-02T10:00:00.000Z';

function received(text: string): StreamRecord {
  const original = Buffer.from(text);
  const documentId = createHash('sha256').update(original).digest('hex');
  const submission = {
    documentId,
    submissionId: '0190a000-0000-7000-8000-000000000000',
    receivedAt: AT,
    submitter: { clientId: 'c', taxpayerId: '1', kind: 'taxpayer' },
    mediaType: 'application/xml',
    sizeBytes: original.length,
  } as const;
  return encodeReceived({ submission, original });
}

/** Consumes until every record of `topic` is settled; gives what came of them. */
async function settle(records: readonly StreamRecord[]) {
  const stream = createMemoryStream({ timing: { retryMinMs: 5 } });
  const ended = new AbortController();
  const handler = handleReceived({
    validator: createValidator({ formats, engine: createXmlEngine() }),
    registry: { taxpayers: async () => new Map(), mandates: async () => new Set() },
    sink: stream,
    now: () => AT,
    judged: () => undefined,
  });
  const names = [TOPICS.received, TOPICS.validated, TOPICS.dead];
  await stream.ensure(names.map((name) => ({ name, partitions: 1 })));
  await stream.append(TOPICS.received, records);
  const retries: unknown[] = [];
  const consumer = stream.consume({
    topic: TOPICS.received,
    group: 'validation',
    member: 'm',
    handler: withDeadLetters(handler, {
      sink: stream,
      deadTopic: TOPICS.dead,
      group: 'validation',
    }),
    onError: (error) => retries.push(error),
    signal: ended.signal,
  });
  const collected = { validated: [] as StreamRecord[], dead: [] as StreamRecord[] };
  const collect = (topic: string, into: StreamRecord[]) =>
    stream.consume({
      topic,
      group: 'test',
      member: 'm',
      handler: async ({ records: some }) => {
        into.push(...some);
        const { validated, dead } = collected;
        if (validated.length + dead.length >= records.length) ended.abort();
      },
      signal: ended.signal,
    });
  await Promise.all([
    consumer,
    collect(TOPICS.validated, collected.validated),
    collect(TOPICS.dead, collected.dead),
  ]);
  await stream.close();
  return { ...collected, retries };
}

describe('a document that makes the parser trap', () => {
  it('twice is a dead letter; those around it are judged, and nothing comes again for ever', async () => {
    const release = trapOn('<hurts');
    const texts = Array.from({ length: 16 }, (_, n) =>
      n % 6 === 5 ? `<hurts n="${n}"/>` : `<a n="${n}"/>`,
    );
    const { validated, dead, retries } = await settle(texts.map(received));
    release();
    expect(dead.map(({ headers }) => headers[DEAD_HEADERS.reason])).toEqual(
      texts.filter((text) => text.startsWith('<hurts')).map(() => 'xml-parser-trap'),
    );
    const verdicts = validated.map((record) => decodeValidated(record).report.faults[0]?.code);
    expect(new Set(verdicts)).toEqual(new Set(['VEN-ADM-007']));
    expect(new Set(validated.map(({ key }) => key)).size).toBe(14);
    expect(retries).toEqual([]);
  });
});
