/** One member of the probe's group: a process, so that it can be killed and frozen like any service. */
import { openOperatorStream } from '../../platform/stream-admin.ts';
import type { FromMember, MemberSettings, ToMember } from './probe-port.ts';

const say = (message: FromMember): void => void process.send?.(message);
const noted = new Map<number, () => void>();
const stop = new AbortController();

async function consume({ stream: settings, ...where }: MemberSettings): Promise<void> {
  const stream = await openOperatorStream(settings);
  let batches = 0;
  await stream.consume({
    ...where,
    signal: stop.signal,
    handler: ({ partition, records, signal }) =>
      new Promise((resolve) => {
        batches += 1;
        const batch = batches;
        noted.set(batch, resolve);
        signal.addEventListener('abort', () => say({ type: 'told', batch }), { once: true });
        const texts = records.map(({ value }) => Buffer.from(value).toString());
        say({
          type: 'batch',
          batch,
          partition,
          last: records.at(-1)?.position.offset ?? '',
          texts,
        });
      }),
  });
  await stream.close();
  process.disconnect();
}

process.on('message', (message: ToMember) => {
  if (message.type === 'settings') {
    // A stream that fails for good ends this life; the next one tries anew.
    void consume(message.settings);
    return;
  }
  noted.get(message.batch)?.();
  noted.delete(message.batch);
});
process.once('SIGTERM', () => stop.abort());
process.once('disconnect', () => process.exit());
say({ type: 'hello' });
