export { freePort } from './free-port.ts';
export { type KafkaOptions, type KafkaServer, kafkaObstacle, startKafka } from './kafka.ts';
export { type LocalKinesis, startKinesis } from './kinesis.ts';
export { type KinesisDoor, openKinesisDoor } from './kinesis-door.ts';
export { type LocalKms, startLocalKms } from './local-kms.ts';
export { describeUnless } from './obstacles.ts';
export { type PostgresOptions, type PostgresServer, startPostgres } from './postgres.ts';
export { isAlive, killTree, processTree } from './processes.ts';
export { prepareSoftHsm, type SoftHsm, startSoftHsm } from './softhsm.ts';
export {
  type TestDatabase,
  type TestDatabaseOptions,
  testDatabase,
  testServer,
} from './test-database.ts';
export { type CollectedSpan, startTraceCollector, type TraceCollector } from './trace-collector.ts';
export { type WaitOptions, waitFor } from './wait-for.ts';
