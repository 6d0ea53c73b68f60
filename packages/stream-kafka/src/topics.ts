import type Cluster from 'kafkajs/src/cluster/index.js';
import { connected } from './connection.ts';
import { brokerErrorType, translate, unknownTopic } from './errors.ts';

/** How many partitions a topic has, looked up once: we never change it. */
export const topicDirectory = (cluster: Cluster) => {
  const known = new Map<string, Promise<number>>();
  const look = async (topic: string): Promise<number> => {
    try {
      await connected(cluster);
      await cluster.addTargetTopic(topic);
    } catch (error) {
      if (brokerErrorType(error) === 'UNKNOWN_TOPIC_OR_PARTITION') throw unknownTopic(topic);
      throw translate(error);
    }
    return cluster.findTopicPartitionMetadata(topic).length;
  };
  return (topic: string): Promise<number> => {
    const found = known.get(topic);
    if (found) return found;
    const looked = look(topic);
    known.set(topic, looked);
    looked.catch(() => known.delete(topic));
    return looked;
  };
};
