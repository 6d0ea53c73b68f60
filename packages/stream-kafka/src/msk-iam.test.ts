import { createHash, createHmac } from 'node:crypto';
import { mskIam } from './msk-iam.ts';

const CREDENTIALS = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: 'a token/of+a=session',
};

const hmac = (key: string | Buffer, text: string) =>
  createHmac('sha256', key).update(text).digest();
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);

/** AWS signature version 4 of a URL, over its query without the signature. */
const signatureOf = (url: URL, secret: string): string => {
  const signed = [...url.searchParams]
    .filter(([name]) => !['X-Amz-Signature', 'User-Agent'].includes(name))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort();
  const bodyHash = createHash('sha256').digest('hex');
  const lines = ['GET', '/', signed.join('&'), `host:${url.host}`, '', 'host', bodyHash];
  const time = url.searchParams.get('X-Amz-Date') ?? '';
  const [, ...scope] = (url.searchParams.get('X-Amz-Credential') ?? '').split('/');
  const hash = createHash('sha256').update(lines.join('\n')).digest('hex');
  const text = ['AWS4-HMAC-SHA256', time, scope.join('/'), hash].join('\n');
  const key = scope.reduce<string | Buffer>((key, part) => hmac(key, part), `AWS4${secret}`);
  return hmac(key, text).toString('hex');
};

describe('mskIam', () => {
  it('hands out a URL for kafka-cluster:Connect, signed by the role for 15 minutes, in base64url', async () => {
    const { mechanism, oauthBearerProvider } = mskIam('eu-west-1', async () => CREDENTIALS);
    expect(mechanism).toBe('oauthbearer');
    const { value } = await oauthBearerProvider();
    expect(value).toMatch(/^[A-Za-z0-9_-]+$/);
    const url = new URL(Buffer.from(value, 'base64url').toString());
    expect(url.origin).toBe('https://kafka.eu-west-1.amazonaws.com');
    const asked = Object.fromEntries(url.searchParams);
    expect(asked).toMatchObject({
      Action: 'kafka-cluster:Connect',
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Expires': '900',
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Security-Token': CREDENTIALS.sessionToken,
    });
    expect(asked['X-Amz-Credential']).toMatch(
      /^AKIDEXAMPLE\/\d{8}\/eu-west-1\/kafka-cluster\/aws4_request$/,
    );
    expect(asked['X-Amz-Signature']).toBe(signatureOf(url, CREDENTIALS.secretAccessKey));
  });

  it('says so when the role cannot be had', async () => {
    const { oauthBearerProvider } = mskIam('eu-west-1', () => Promise.reject(new Error('no role')));
    await expect(oauthBearerProvider()).rejects.toThrow('no role');
  });
});
