export {
  type Consumer,
  type ConsumerOptions,
  createConsumer,
  type Run,
} from './consumer.ts';
export type { Fact, Messages, Topic } from './facts.ts';
export { httpLog, type PublicLog } from './log.ts';
export { type OpenConsumerOptions, openConsumer } from './open.ts';
