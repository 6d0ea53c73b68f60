export { createKinesisStream, type KinesisStreamSettings } from './stream.ts';
