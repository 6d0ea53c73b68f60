/** The wrapping keys of embedded mode: a JSON file, mode 0600, with every version ever current. */
import { randomBytes } from 'node:crypto';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { OperationalError } from '@ventanilla/errors';
import type { KeyAdmin, WrappingKey } from '../encryption.ts';

const TYPE = 'ventanilla/wrapping-keys/v1';

interface StoredKey {
  readonly id: string;
  /** base64 of 32 bytes; absent once destroyed. */
  readonly key?: string;
  readonly createdAt: string;
  readonly retiredAt?: string;
  readonly destroyedAt?: string;
}
interface KeyFile {
  readonly type: typeof TYPE;
  /** Id of the key that wraps from now on. */
  readonly current: string;
  readonly keys: readonly StoredKey[];
}

export interface LocalKeys {
  readonly current: string;
  /** Those that may be used. */
  readonly keys: Map<string, Buffer>;
  readonly retired: readonly string[];
}

const bad = (code: string, message: string, cause?: unknown): OperationalError =>
  new OperationalError(code, message, { retryable: false, cause });

const newKey = (version: number, at: Date): StoredKey => ({
  id: `local/${version}`,
  key: randomBytes(32).toString('base64'),
  createdAt: at.toISOString(),
});

async function writeDurably(file: string, flags: string, content: KeyFile): Promise<void> {
  const handle = await open(file, flags, 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(content, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Creates a key file with one key; throws OperationalError `key-file-exists` rather than replace one. */
export async function createLocalKeyFile(file: string, at: Date): Promise<void> {
  const key = newKey(1, at);
  try {
    await writeDurably(file, 'wx', { type: TYPE, current: key.id, keys: [key] });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    throw bad('key-file-exists', `There is a key file already: ${file}`, cause);
  }
}

async function readStored(file: string): Promise<KeyFile> {
  try {
    const { mode } = await stat(file);
    if ((mode & 0o077) !== 0) {
      throw bad('key-file-exposed', `Others can read the key file, set its mode to 0600: ${file}`);
    }
    const content = JSON.parse(await readFile(file, 'utf8')) as KeyFile;
    if (content.type !== TYPE) throw bad('key-file-invalid', `Not a wrapping key file: ${file}`);
    return content;
  } catch (error) {
    if (error instanceof OperationalError) throw error;
    // The error itself stays out: a JSON error quotes what it read.
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw missing
      ? bad('key-file-missing', `There is no key file: ${file}`)
      : bad('key-file-invalid', `Cannot read the key file: ${file}`);
  }
}

/** Replaces the file, one writer at a time: the draft is created, never overwritten. */
async function change(file: string, edit: (stored: KeyFile) => KeyFile): Promise<void> {
  const draft = `${file}.new`;
  try {
    await writeDurably(draft, 'wx', edit(await readStored(file)));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    throw bad('key-file-busy', `Another change is under way, or died: ${draft}`, cause);
  }
  await rename(draft, file);
}

/** Adds a version and makes it current; older ones keep unwrapping what they wrapped. Returns its id. */
export async function addLocalKeyVersion(file: string, at: Date): Promise<string> {
  let id = '';
  await change(file, (stored) => {
    const key = newKey(stored.keys.length + 1, at);
    id = key.id;
    return { ...stored, current: key.id, keys: [...stored.keys, key] };
  });
  return id;
}

/** Reads and checks a key file. */
export async function readLocalKeys(file: string): Promise<LocalKeys> {
  const stored = await readStored(file);
  const usable = stored.keys.filter(({ retiredAt }) => retiredAt === undefined);
  const keys = new Map(usable.map(({ id, key = '' }) => [id, Buffer.from(key, 'base64')]));
  const sound = keys.has(stored.current) && [...keys.values()].every((key) => key.length === 32);
  if (!sound) throw bad('key-file-invalid', `The key file is damaged: ${file}`);
  const retired = stored.keys.filter(
    ({ retiredAt, destroyedAt }) => retiredAt !== undefined && destroyedAt === undefined,
  );
  return { current: stored.current, keys, retired: retired.map(({ id }) => id) };
}

const stateOf = ({ id, retiredAt, destroyedAt }: StoredKey, current: string) => {
  if (destroyedAt !== undefined) return 'destroyed';
  if (retiredAt !== undefined) return 'retired';
  return id === current ? 'current' : 'former';
};

/** The life of the keys in a file. Keys are told of, never told. */
export function createLocalKeyAdmin(options: {
  readonly file: string;
  readonly now: () => Date;
}): KeyAdmin {
  const { file, now } = options;
  /** Edits one key that is in this state; `key-in-use` or `key-unknown` otherwise. */
  const edit = (keyId: string, from: WrappingKey['state'], to: (key: StoredKey) => StoredKey) =>
    change(file, (stored) => {
      const key = stored.keys.find(({ id }) => id === keyId);
      if (key === undefined) throw bad('key-unknown', `The key file has no key ${keyId}`);
      const state = stateOf(key, stored.current);
      if (state !== from) throw bad('key-in-use', `The key ${keyId} is ${state}, not ${from}`);
      return { ...stored, keys: stored.keys.map((other) => (other === key ? to(key) : other)) };
    });
  return {
    list: async () => {
      const { current, keys } = await readStored(file);
      return keys.map((key) => ({
        id: key.id,
        createdAt: key.createdAt,
        state: stateOf(key, current),
      }));
    },
    rotate: () => addLocalKeyVersion(file, now()),
    retire: (keyId) => edit(keyId, 'former', (key) => ({ ...key, retiredAt: now().toISOString() })),
    restore: (keyId) => edit(keyId, 'retired', ({ retiredAt: _, ...key }) => key),
    destroy: (keyId) =>
      edit(keyId, 'retired', ({ key: _, ...rest }) => ({
        ...rest,
        destroyedAt: now().toISOString(),
      })),
    close: async () => {},
  };
}
