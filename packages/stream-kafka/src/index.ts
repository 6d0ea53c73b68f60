export { createKafkaStream, type KafkaStreamSettings } from './stream.ts';
