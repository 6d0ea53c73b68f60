/**
 * Copies topics from one stream to another, as they lie there: encrypted, in their bundles, with their
 * headers. Effect before commit as everywhere, so what it promises is at least once, each key in order;
 * a record copied twice says of which it is a copy.
 */
import { openBareStream, type StreamSettings, withClaims } from '@ventanilla/backends';
import { OperationalError } from '@ventanilla/errors';
import { TOPICS } from '@ventanilla/messages';
import { consumeTopic, runService, type ServiceContext } from '@ventanilla/runtime';
import { copyTo, type Stream } from '@ventanilla/stream';

export interface BridgeOptions {
  readonly from: StreamSettings;
  readonly to: StreamSettings;
  /** Names the position: another name copies everything again. */
  readonly name: string;
  readonly topics: readonly string[];
  /** Ends once nothing is left to copy. */
  readonly once: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const PROGRESS_MS = 5_000;
const LEFT_MS = 500;

/** A value that cannot be fetched is not left out: the bridge holds there until it can be. */
const hold = async (): Promise<void> => {
  throw new OperationalError('claim-missing', 'A value kept beside the stream cannot be fetched.', {
    retryable: true,
  });
};

const openSide = async (settings: StreamSettings): Promise<Stream> =>
  withClaims(await openBareStream(settings, 'ventanilla-bridge'), settings, {
    deadTopic: TOPICS.dead,
    setAside: hold,
  });

/** Runs as a service does: health, metrics, log lines, exit codes, SIGTERM. */
export const runBridge = ({ from, to, name, topics, once, environment }: BridgeOptions) =>
  runService({
    name: 'bridge',
    settings: {},
    environment,
    start: async (context) => {
      const source = await openSide(from);
      context.onStop(source.close);
      const target = await openSide(to);
      context.onStop(target.close);
      await target.ensure(
        topics.map((topic) => ({ name: topic, partitions: to.STREAM_PARTITIONS })),
      );
      const group = `bridge-${name}`;
      let copied = 0;
      const copy = copyTo(target, from.STREAM_KIND);
      for (const topic of topics) {
        consumeTopic(context, {
          stream: source,
          topic,
          group,
          handler: async (batch) => {
            await copy(batch);
            copied += batch.records.length;
          },
        });
      }
      const kinds = { from: from.STREAM_KIND, to: to.STREAM_KIND };
      context.log.info({ ...kinds, topics, group }, 'copying');
      watch(context, { source, topics, group, once, copied: () => copied });
    },
  });

interface Watched {
  readonly source: Stream;
  readonly topics: readonly string[];
  readonly group: string;
  readonly once: boolean;
  readonly copied: () => number;
}

/** Says how far it is; with `once` ends when nothing is left. */
function watch(
  { log, onStop, end }: ServiceContext,
  { source, topics, group, once, copied }: Watched,
) {
  let saidAt = 0;
  const look = async () => {
    const backlogs = await Promise.all(topics.map((topic) => source.backlog(topic, group)));
    const left = backlogs.flat().reduce((sum, { records }) => sum + records, 0);
    if (performance.now() - saidAt >= PROGRESS_MS) {
      log.info({ copied: copied(), left }, 'progress');
      saidAt = performance.now();
    }
    if (once && left === 0) end(`nothing left, ${copied()} copied`);
  };
  // A stream out of reach is told by its consumers; a missing figure is not worth a second line.
  const every = once ? LEFT_MS : PROGRESS_MS;
  const timer = setInterval(() => void look().catch(() => undefined), every);
  onStop(async () => clearInterval(timer));
}
