/** Prints a line for each registered outcome: STREAM_* and ENCRYPTION_* as for the platform's services. */
import { openConsumer } from '@ventanilla/consumer';

const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());
const consumer = await openConsumer({
  environment: process.env,
  group: 'outcomes',
  onUnusable: async ({ record, error }) => console.error(`${record.key} cannot be used: ${error}`),
});
await consumer.run({
  topic: 'documents.registered',
  signal: stopping.signal,
  handle: async (facts) => {
    for (const { message } of facts) console.log(message.submission.documentId, message.verdict);
  },
});
await consumer.close();
