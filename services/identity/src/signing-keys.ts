import { randomUUID } from 'node:crypto';
import { link, readFile, unlink, writeFile } from 'node:fs/promises';
import { OperationalError } from '@ventanilla/errors';
import { exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';

const signingKey = z.looseObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  alg: z.literal('ES256'),
  kid: z.string().min(1),
  d: z.string().min(1),
});
const keySet = z.object({ keys: z.array(signingKey).min(1).max(10) });

export type SigningKeys = z.infer<typeof keySet>;

/**
 * The private keys in `file`, the first of which signs; makes one when there is no file. Two processes
 * that start together end with the same keys: the file appears whole, and only once.
 */
export async function loadSigningKeys(file: string): Promise<SigningKeys> {
  const text = (await readIfThere(file)) ?? (await create(file));
  const parsed = keySet.safeParse(jsonOf(text));
  if (!parsed.success) {
    throw new OperationalError('signing-keys-invalid', 'The signing key file is not usable.', {
      retryable: false,
    });
  }
  return parsed.data;
}

async function create(file: string): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: randomUUID() };
  const draft = `${file}.${randomUUID()}.tmp`;
  await writeFile(draft, JSON.stringify({ keys: [key] }), { mode: 0o600 });
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  return readFile(file, 'utf8');
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
