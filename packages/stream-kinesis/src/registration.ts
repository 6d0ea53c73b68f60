/** A group as the service knows it where each group has its own throughput. */
import {
  DescribeStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  type KinesisClient,
  RegisterStreamConsumerCommand,
} from '@aws-sdk/client-kinesis';
import { OperationalError } from '@ventanilla/errors';
import { pause } from '@ventanilla/stream/leased';
import { errorName, isInUse, translate, unknownTopic } from './errors.ts';

const ASK_EVERY_MS = 500;

const arnOf = async (client: KinesisClient, streamName: string): Promise<string> => {
  try {
    const answer = await client.send(new DescribeStreamSummaryCommand({ StreamName: streamName }));
    return answer.StreamDescriptionSummary?.StreamARN ?? '';
  } catch (error) {
    if (errorName(error) === 'ResourceNotFoundException') throw unknownTopic(streamName);
    throw translate(error);
  }
};

const register = async (client: KinesisClient, streamArn: string, name: string): Promise<void> => {
  try {
    await client.send(
      new RegisterStreamConsumerCommand({ StreamARN: streamArn, ConsumerName: name }),
    );
  } catch (error) {
    // Another member was faster, or it was here in an earlier life.
    if (!isInUse(error)) throw translate(error);
  }
};

/** Registers `group` with a stream where it is not; its ARN when it may subscribe. */
const registered = async (
  client: KinesisClient,
  streamName: string,
  group: string,
  over: AbortSignal,
): Promise<string> => {
  const streamArn = await arnOf(client, streamName);
  const question = new DescribeStreamConsumerCommand({ StreamARN: streamArn, ConsumerName: group });
  const ask = async () => {
    try {
      return (await client.send(question)).ConsumerDescription;
    } catch (error) {
      if (errorName(error) === 'ResourceNotFoundException') return undefined;
      throw translate(error);
    }
  };
  if ((await ask()) === undefined) await register(client, streamArn, group);
  while (!over.aborted) {
    const consumer = await ask();
    if (consumer?.ConsumerStatus === 'ACTIVE') return consumer.ConsumerARN ?? '';
    if (consumer?.ConsumerStatus === 'DELETING') break;
    await pause(ASK_EVERY_MS, over);
  }
  throw new OperationalError('stream-unavailable', `${group} is not a consumer of ${streamName}`, {
    retryable: true,
  });
};

/** Asked for once, and again after it failed. */
export const registration = (
  client: KinesisClient,
  streamName: string,
  group: string,
  over: AbortSignal,
) => {
  let asked: Promise<string> | undefined;
  return (): Promise<string> => {
    if (asked) return asked;
    const asking = registered(client, streamName, group, over);
    asked = asking;
    asking.catch(() => {
      asked = undefined;
    });
    return asking;
  };
};
