/** What S3 does with a pre-signed request and s3rver does not: signature and time are checked. */
import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text);

/** AWS Signature Version 4 in the query, over the headers that it names as they have come. */
export function isPresignedWell({ method, url = '', headers }: IncomingMessage, secret: string) {
  const { pathname, searchParams } = new URL(url, 'http://host');
  const of = (name: string) => searchParams.get(`X-Amz-${name}`) ?? '';
  const query = (url.split('?')[1] ?? '')
    .split('&')
    .filter((pair) => !pair.startsWith('X-Amz-Signature='))
    .sort()
    .join('&');
  const names = of('SignedHeaders').split(';');
  const request = [
    method,
    pathname,
    query,
    ...names.map((name) => `${name}:${String(headers[name] ?? '').trim()}`),
    '',
    names.join(';'),
    'UNSIGNED-PAYLOAD',
  ].join('\n');
  const [, ...scope] = of('Credential').split('/');
  const digest = createHash('sha256').update(request).digest('hex');
  const text = ['AWS4-HMAC-SHA256', of('Date'), scope.join('/'), digest].join('\n');
  const key = scope.reduce<string | Buffer>(
    (from, part) => hmac(from, part).digest(),
    `AWS4${secret}`,
  );
  const signedAt = Date.parse(
    of('Date').replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'),
  );
  const isInTime = Date.now() < signedAt + Number(of('Expires')) * 1_000;
  return isInTime && hmac(key, text).digest('hex') === of('Signature');
}
