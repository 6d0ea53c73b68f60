export { mskIam } from './msk-iam.ts';
export { createKafkaStream, type KafkaStreamSettings } from './stream.ts';
