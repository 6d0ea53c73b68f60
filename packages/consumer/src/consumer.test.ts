import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { errorCode } from '@ventanilla/errors';
import {
  type DocumentRegistered,
  type EncodedMessage,
  encodeReceived,
  encodeRegistered,
  type Submission,
} from '@ventanilla/messages';
import {
  appendToLog,
  bundlePath,
  EMPTY_EDGE,
  encodeBundle,
  encodeCheckpoint,
  encodeEntry,
  leafHash,
  type OutcomeEntry,
  readRoot,
  signNote,
  type VerifyingKey,
  verifyReceipt,
} from '@ventanilla/receipts';
import { appendAll, type Unreadable } from '@ventanilla/stream';
import { createMemoryStream } from '@ventanilla/stream/memory';
import { createConsumer, type Fact, type PublicLog, type Run, type Topic } from './index.ts';

const TIME = '2026-03-01T12:00:00.000Z';
const idOf = (text: string) => createHash('sha256').update(text).digest('hex');

const submissionOf = (text: string): Submission => ({
  documentId: idOf(text),
  submissionId: `submission-of-${text}`,
  receivedAt: TIME,
  submitter: { clientId: 'c', taxpayerId: 'T' } as unknown as Submission['submitter'],
  mediaType: 'application/xml',
  sizeBytes: text.length,
});
const registered = (text: string, logIndex: number): DocumentRegistered => ({
  submission: submissionOf(text),
  registeredAt: TIME,
  verdict: 'accepted',
  attempt: 1,
  logIndex,
  codes: [],
});
const entryOf = ({ submission, ...message }: DocumentRegistered): OutcomeEntry => ({
  documentId: submission.documentId,
  attempt: message.attempt,
  verdict: message.verdict,
  receivedAt: submission.receivedAt,
  registeredAt: message.registeredAt,
  reportHash: idOf('report'),
});

const pair = generateKeyPairSync('ed25519');
const key: VerifyingKey = {
  name: 'log.test',
  algorithm: 'Ed25519',
  spki: new Uint8Array(pair.publicKey.export({ format: 'der', type: 'spki' })),
};

/** A log of these outcomes, as files, with a head that `grow` moves on. */
async function logOf(messages: readonly DocumentRegistered[]) {
  const files = new Map<string, Uint8Array>();
  const entries = messages.map((message) => encodeEntry(entryOf(message)));
  const publish = async (size: number) => {
    const { tiles } = appendToLog(EMPTY_EDGE, entries.slice(0, size).map(leafHash));
    for (const { path, bytes } of tiles) files.set(path, bytes);
    for (let from = 0; from < size; from += 256) {
      const some = entries.slice(from, Math.min(from + 256, size));
      files.set(bundlePath(from / 256, some.length), encodeBundle(some));
    }
    const root = await readRoot(size, async (path) => files.get(path));
    const text = encodeCheckpoint({ origin: key.name, size, root });
    const note = await signNote(text, key, async (bytes) => sign(null, bytes, pair.privateKey));
    files.set('checkpoint', Buffer.from(note));
  };
  await publish(messages.length);
  const log: PublicLog = { keys: [key], read: async (path) => files.get(path) };
  return { log, files, publish };
}

async function open(log?: PublicLog) {
  const timing = { retryMinMs: 2, lingerMs: 1, pollMinMs: 1 };
  const stream = createMemoryStream({ timing });
  await stream.ensure(
    ['documents.received', 'documents.registered'].map((name) => ({ name, partitions: 1 })),
  );
  const unusable: Unreadable[] = [];
  const consumer = createConsumer({
    stream,
    group: 'site',
    member: 'one',
    ...(log && { log }),
    onUnusable: async (it) => {
      unusable.push(it);
    },
  });
  /** Runs until so many facts and unusable records were told. */
  const collect = async <T extends Topic>(topic: T, count: number, more: Partial<Run<T>> = {}) => {
    const facts: Fact<T>[] = [];
    const controller = new AbortController();
    const stop = setInterval(() => {
      if (facts.length + unusable.length >= count) controller.abort();
    }, 2);
    await consumer.run({
      topic,
      signal: controller.signal,
      handle: async (taken) => {
        facts.push(...taken);
      },
      ...more,
    });
    clearInterval(stop);
    return facts;
  };
  return { stream, consumer, unusable, collect };
}

describe('createConsumer', () => {
  it('gives originals whose bytes are those of the id, sets others aside, and goes on where it was', async () => {
    const { stream, consumer, unusable, collect } = await open();
    const of = (text: string) =>
      encodeReceived({ submission: submissionOf(text), original: Buffer.from(text) });
    const forged: EncodedMessage = { ...of('b'), value: Buffer.from('other bytes') };
    const stray: EncodedMessage = { ...of('c'), key: idOf('another') };
    const alien: EncodedMessage = { ...of('d'), headers: {} };
    await appendAll(stream, 'documents.received', [of('a'), forged, stray, alien, of('e')]);
    const facts = await collect('documents.received', 5);
    expect(facts.map(({ eventId }) => eventId)).toEqual([
      'submission-of-a/DocumentReceived',
      'submission-of-e/DocumentReceived',
    ]);
    expect(Buffer.from(facts[0]?.message.original ?? []).toString()).toBe('a');
    expect(unusable.map(({ error }) => errorCode(error))).toEqual([
      'document-mismatch',
      'document-mismatch',
      'message-unreadable',
    ]);
    unusable.length = 0;
    await appendAll(stream, 'documents.received', [of('f')]);
    expect((await consumer.backlog('documents.received'))[0]?.records).toBe(1);
    const [later, ...none] = await collect('documents.received', 1);
    expect([later?.message.submission.documentId, none]).toEqual([idOf('f'), []]);
  });

  it('proves outcomes against the log, with receipts that verify, and knows those it does not hold', async () => {
    const told = Array.from({ length: 600 }, (_, i) => registered(`d${i}`, i));
    const { log } = await logOf(told);
    const { stream, unusable, collect } = await open(log);
    const lie = { ...registered('d7', 7), verdict: 'rejected' as const };
    await appendAll(
      stream,
      'documents.registered',
      [...told, lie, registered('never', 8), registered('nowhere', -1)].map(encodeRegistered),
    );
    const facts = await collect('documents.registered', 603);
    expect(facts).toHaveLength(600);
    for (const { message, receipt } of [facts[0], facts[255], facts[599]] as typeof facts) {
      const { documentId } = message.submission;
      const verdict = verifyReceipt({ receipt, documentId, publicKey: key });
      expect(verdict).toMatchObject({ outcome: 'valid', entry: { documentId } });
    }
    expect(unusable.map(({ error }) => errorCode(error))).toEqual([
      'not-in-log',
      'not-in-log',
      'not-in-log',
    ]);
  });

  it('waits for a log that is behind, away or signed by another, and blames no document', async () => {
    const told = [registered('a', 0), registered('b', 1)];
    const { log, files, publish } = await logOf(told);
    await publish(1);
    const errors: string[] = [];
    const { stream, unusable, collect } = await open(log);
    await appendAll(stream, 'documents.registered', told.map(encodeRegistered));
    const onError = (error: unknown) => {
      errors.push(errorCode(error));
      if (errors.length === 2) files.delete('checkpoint');
      if (errors.length === 4) void publish(2);
    };
    const facts = await collect('documents.registered', 2, { onError });
    expect([facts.length, unusable.length]).toEqual([2, 0]);
    expect(new Set(errors)).toEqual(new Set(['log-behind', 'log-untrusted']));
  });
});
