/**
 * A double of AWS KMS over HTTP, as the SDK speaks to it: JSON 1.1, the action in `X-Amz-Target`, errors
 * with `__type`. Ciphertexts name their key and authenticate the encryption context, as KMS's do.
 */
import {
  createCipheriv,
  createDecipheriv,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signDigest } from './sign-digest.ts';

export interface LocalKms {
  /** For a client of the AWS SDK. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: number;
  };
  /** ARN of a new symmetric key. */
  readonly createKey: () => string;
  /** ARN of a new ECC_NIST_P256 key. */
  readonly createSigningKey: () => string;
  /** New material under the same ARN; what the old one wrapped still decrypts. */
  readonly rotate: (arn: string) => void;
  readonly disable: (arn: string) => void;
  /** Until called with undefined, every request fails so. */
  readonly fail: (how: 'down' | 'throttled' | undefined) => void;
  /** Requests answered, by action. */
  readonly calls: Readonly<Record<string, number>>;
  readonly close: () => Promise<void>;
}

interface Key {
  readonly arn: string;
  readonly materials: Buffer[];
  readonly pair?: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
  state: 'Enabled' | 'Disabled' | 'PendingDeletion';
}
type Request = Readonly<Record<string, unknown>>;

class KmsFault extends Error {}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const contextOf = (request: Request, name = 'EncryptionContext'): Buffer => {
  const context = (request[name] ?? {}) as Record<string, string>;
  return Buffer.from(JSON.stringify(Object.entries(context).sort()));
};

function encryptBlob(key: Key, plaintext: Buffer, aad: Buffer): Buffer {
  const generation = key.materials.length - 1;
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.materials[generation] ?? '', nonce);
  cipher.setAAD(aad);
  const body = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  const arn = Buffer.from(key.arn);
  return Buffer.concat([Buffer.of(arn.length), arn, Buffer.of(generation), nonce, body]);
}

function decryptBlob(keys: ReadonlyMap<string, Key>, blob: Buffer, aad: Buffer) {
  const arnEnd = 1 + (blob[0] ?? 0);
  const key = keys.get(blob.toString('utf8', 1, arnEnd));
  const material = key?.materials[blob[arnEnd] ?? -1];
  if (key === undefined || material === undefined) throw new KmsFault('InvalidCiphertextException');
  try {
    const nonce = blob.subarray(arnEnd + 1, arnEnd + 1 + NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', material, nonce);
    decipher.setAAD(aad);
    decipher.setAuthTag(blob.subarray(-TAG_BYTES));
    const body = blob.subarray(arnEnd + 1 + NONCE_BYTES, -TAG_BYTES);
    return { key, plaintext: Buffer.concat([decipher.update(body), decipher.final()]) };
  } catch {
    throw new KmsFault('InvalidCiphertextException');
  }
}

function createActions(keys: ReadonlyMap<string, Key>) {
  const find = (request: Request): Key => {
    const key = keys.get(`${request.KeyId}`);
    if (key === undefined) throw new KmsFault('NotFoundException');
    if (key.state === 'Disabled') throw new KmsFault('DisabledException');
    if (key.state === 'PendingDeletion') throw new KmsFault('KMSInvalidStateException');
    return key;
  };
  const setState = (to: Key['state']) => (request: Request) => {
    const key = keys.get(`${request.KeyId}`);
    if (key === undefined) throw new KmsFault('NotFoundException');
    if (key.state === 'PendingDeletion') throw new KmsFault('KMSInvalidStateException');
    key.state = to;
    return { KeyId: key.arn };
  };
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  const actions: Readonly<Record<string, (request: Request) => object>> = {
    GenerateDataKey: (request) => {
      const key = find(request);
      if (request.KeySpec !== 'AES_256') throw new KmsFault('ValidationException');
      const plaintext = randomBytes(32);
      const blob = encryptBlob(key, plaintext, contextOf(request));
      return { KeyId: key.arn, Plaintext: base64(plaintext), CiphertextBlob: base64(blob) };
    },
    Decrypt: (request) => {
      const blob = Buffer.from(`${request.CiphertextBlob}`, 'base64');
      const asked = find(request);
      const { key, plaintext } = decryptBlob(keys, blob, contextOf(request));
      if (key !== asked) throw new KmsFault('IncorrectKeyException');
      return { KeyId: key.arn, Plaintext: base64(plaintext) };
    },
    ReEncrypt: (request) => {
      const blob = Buffer.from(`${request.CiphertextBlob}`, 'base64');
      const source = find({ KeyId: request.SourceKeyId });
      const aad = contextOf(request, 'SourceEncryptionContext');
      const { key, plaintext } = decryptBlob(keys, blob, aad);
      if (key !== source) throw new KmsFault('IncorrectKeyException');
      const target = find({ KeyId: request.DestinationKeyId });
      const again = contextOf(request, 'DestinationEncryptionContext');
      const moved = encryptBlob(target, plaintext, again);
      return { KeyId: target.arn, SourceKeyId: source.arn, CiphertextBlob: base64(moved) };
    },
    DescribeKey: (request) => {
      const key = keys.get(`${request.KeyId}`);
      if (key === undefined) throw new KmsFault('NotFoundException');
      return { KeyMetadata: { KeyId: key.arn, KeyState: key.state } };
    },
    RotateKeyOnDemand: (request) => {
      find(request).materials.push(randomBytes(32));
      return { KeyId: request.KeyId };
    },
    DisableKey: setState('Disabled'),
    EnableKey: setState('Enabled'),
    ScheduleKeyDeletion: setState('PendingDeletion'),
    GetPublicKey: (request) => {
      const { arn, pair } = find(request);
      if (pair === undefined) throw new KmsFault('UnsupportedOperationException');
      const spki = pair.publicKey.export({ format: 'der', type: 'spki' });
      return { KeyId: arn, KeySpec: 'ECC_NIST_P256', PublicKey: base64(spki) };
    },
    Sign: (request) => {
      const { arn, pair } = find(request);
      const digest = Buffer.from(`${request.Message}`, 'base64');
      const sound = request.MessageType === 'DIGEST' && digest.length === 32;
      if (!pair || !sound || request.SigningAlgorithm !== 'ECDSA_SHA_256') {
        throw new KmsFault('ValidationException');
      }
      return { KeyId: arn, Signature: base64(signDigest(pair.privateKey, digest)) };
    },
  };
  return actions;
}

const readBody = async (request: IncomingMessage): Promise<Request> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Request;
};

export async function startLocalKms(): Promise<LocalKms> {
  const keys = new Map<string, Key>();
  const calls: Record<string, number> = {};
  const actions = createActions(keys);
  let failing: 'down' | 'throttled' | undefined;

  const answer = async (request: IncomingMessage): Promise<object> => {
    const action = `${request.headers['x-amz-target']}`.replace('TrentService.', '');
    const body = await readBody(request);
    if (failing === 'throttled') throw new KmsFault('ThrottlingException');
    const act = actions[action];
    if (act === undefined) throw new KmsFault('UnknownOperationException');
    calls[action] = (calls[action] ?? 0) + 1;
    return act(body);
  };
  const server = createServer(async (request, response) => {
    if (failing === 'down') return void request.socket.destroy();
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    try {
      response.end(JSON.stringify(await answer(request)));
    } catch (error) {
      const type = error instanceof KmsFault ? error.message : 'KMSInternalException';
      response.statusCode = error instanceof KmsFault ? 400 : 500;
      response.end(JSON.stringify({ __type: type, message: type }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const add = (pair?: Key['pair']): string => {
    const id = randomBytes(16).toString('hex');
    const arn = `arn:aws:kms:us-east-1:111122223333:key/${id}`;
    const more = pair ? { pair } : {};
    keys.set(arn, { arn, materials: [randomBytes(32)], state: 'Enabled', ...more });
    return arn;
  };
  return {
    client: {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
      maxAttempts: 1,
    },
    createKey: () => add(),
    createSigningKey: () => add(generateKeyPairSync('ec', { namedCurve: 'P-256' })),
    rotate: (arn) => void keys.get(arn)?.materials.push(randomBytes(32)),
    disable: (arn) => {
      const key = keys.get(arn);
      if (key) key.state = 'Disabled';
    },
    fail: (how) => {
      failing = how;
    },
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
