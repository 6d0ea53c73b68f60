export { createPostgresStream, type PostgresStreamSettings, rotateLog } from './stream.ts';
