/** The local S3 server as a process of its own: what docker-compose.yml runs in place of S3. */
import { startLocalS3 } from './local-s3.ts';

const server = await startLocalS3({
  host: '0.0.0.0',
  port: 9000,
  directory: '/var/lib/s3',
  buckets: ['objects', 'claims'],
});
process.on('SIGTERM', () => void server.close().then(() => process.exit(0)));
