/** How the service is reached. */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { KinesisClient, type KinesisClientConfig } from '@aws-sdk/client-kinesis';
import { NodeHttp2Handler, NodeHttpHandler } from '@smithy/node-http-handler';

export interface ClientSettings {
  readonly region: string;
  /** Another server than AWS. */
  readonly endpoint?: string;
  /** Else those of the task or the machine. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Tests put themselves in between here. */
  readonly requestHandler?: KinesisClientConfig['requestHandler'];
}

type RequestHandler = NonNullable<KinesisClientConfig['requestHandler']>;

const clientBy = (settings: ClientSettings, requestHandler: RequestHandler): KinesisClient =>
  new KinesisClient({
    region: settings.region,
    // Trying again is ours: we know until when, and which records of a request.
    maxAttempts: 1,
    requestHandler: settings.requestHandler ?? requestHandler,
    ...(settings.endpoint !== undefined && { endpoint: settings.endpoint }),
    ...(settings.credentials && { credentials: settings.credentials }),
  });

const overHttp1 = (maxSockets: number): RequestHandler =>
  new NodeHttpHandler({
    httpAgent: new HttpAgent({ keepAlive: true, maxSockets }),
    httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets }),
    connectionTimeout: 3_000,
    requestTimeout: 20_000,
    throwOnRequestTimeout: true,
  });

// Its default speaks HTTP/2, where a large body to a server without it ends the whole process.
export const openClient = (settings: ClientSettings): KinesisClient =>
  clientBy(settings, overHttp1(64));

/** For subscriptions only: the service pushes over HTTP/2, its doubles over plain HTTP/1, one connection each. */
export const openSubscriptionClient = (settings: ClientSettings): KinesisClient =>
  clientBy(
    settings,
    settings.endpoint?.startsWith('http:')
      ? overHttp1(Number.POSITIVE_INFINITY)
      : new NodeHttp2Handler({ disableConcurrentStreams: true }),
  );
