/** A request to Kinesis, KMS or S3 as IAM would name it: action, resource, context. */
import type { IncomingHttpHeaders } from 'node:http';
import { ACCOUNT } from './assembly.ts';
import type { Call } from './policy.ts';

export type ServiceId = 'kinesis' | 'kms' | 's3';

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Iterators of shards name no stream: whoever got one is remembered with it. */
export interface Iterators {
  readonly streamOf: (iterator: string) => string;
  readonly remember: (iterator: string, stream: string) => void;
}

const ITERATORS_MAX = 10_000;

export function createIterators(): Iterators {
  const streams = new Map<string, string>();
  return {
    streamOf: (iterator) => streams.get(iterator) ?? 'unknown',
    remember: (iterator, stream) => {
      streams.set(iterator, stream);
      const [oldest] = streams.keys();
      if (streams.size > ITERATORS_MAX && oldest !== undefined) streams.delete(oldest);
    },
  };
}

const actionOf = ({ headers }: Received): string =>
  `${headers['x-amz-target']}`.replace(/^.*\./, '');
const jsonOf = (body: Buffer): Record<string, string> => JSON.parse(body.toString('utf8') || '{}');

/** The stream a request is about. */
export const streamOf = (received: Received, iterators: Iterators): string => {
  const { StreamName, StreamARN, ShardIterator } = jsonOf(received.body);
  if (StreamName !== undefined) return StreamName;
  if (StreamARN !== undefined) return StreamARN.replace(/^.*\//, '');
  return iterators.streamOf(`${ShardIterator}`);
};

export const streamArn = (region: string, name: string): string =>
  `arn:aws:kinesis:${region}:${ACCOUNT}:stream/${name}`;

function s3Calls({ method, url, headers }: Received): readonly Call[] {
  const { pathname, searchParams } = new URL(url, 'http://s3');
  const arn = `arn:aws:s3:::${decodeURIComponent(pathname.slice(1))}`;
  const call = (action: string): Call => ({ action: `s3:${action}`, resource: arn, context: {} });
  const isBucket = !pathname.slice(1).replace(/\/$/, '').includes('/');
  if (isBucket) {
    const context = { 's3:prefix': searchParams.get('prefix') ?? '' };
    return [{ action: 's3:ListBucket', resource: arn.replace(/\/$/, ''), context }];
  }
  if (method === 'GET' || method === 'HEAD') return [call('GetObject')];
  if (method === 'DELETE' && !searchParams.has('uploadId')) return [call('DeleteObject')];
  const locked = headers['x-amz-object-lock-mode'] !== undefined;
  return [call('PutObject'), ...(locked ? [call('PutObjectRetention')] : [])];
}

function kmsCall(received: Received): Call {
  const { KeyId, EncryptionContext } = jsonOf(received.body) as unknown as {
    readonly KeyId: string;
    readonly EncryptionContext?: Readonly<Record<string, string>>;
  };
  const context = Object.entries(EncryptionContext ?? {}).map(([name, value]) => [
    `kms:EncryptionContext:${name}`,
    value,
  ]);
  return {
    action: `kms:${actionOf(received)}`,
    resource: KeyId,
    context: Object.fromEntries(context),
  };
}

/** What must be allowed for this request. */
export function callsOf(
  service: ServiceId,
  received: Received,
  { region, iterators }: { readonly region: string; readonly iterators: Iterators },
): readonly Call[] {
  if (service === 's3') return s3Calls(received);
  if (service === 'kms') return [kmsCall(received)];
  const resource = streamArn(region, streamOf(received, iterators));
  return [{ action: `kinesis:${actionOf(received)}`, resource, context: {} }];
}
