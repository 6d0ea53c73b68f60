/** The wrapping keys of embedded mode: a JSON file, mode 0600, with every version ever current. */
import { randomBytes } from 'node:crypto';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { OperationalError } from '@ventanilla/errors';

const TYPE = 'ventanilla/wrapping-keys/v1';

interface StoredKey {
  readonly id: string;
  /** base64 of 32 bytes. */
  readonly key: string;
  readonly createdAt: string;
}
interface KeyFile {
  readonly type: typeof TYPE;
  /** Id of the key that wraps from now on. */
  readonly current: string;
  readonly keys: readonly StoredKey[];
}

export interface LocalKeys {
  readonly current: string;
  readonly keys: Map<string, Buffer>;
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

/** Adds a version and makes it current; older ones keep unwrapping what they wrapped. Returns its id. */
export async function addLocalKeyVersion(file: string, at: Date): Promise<string> {
  const stored = await readStored(file);
  const key = newKey(stored.keys.length + 1, at);
  await writeDurably(`${file}.new`, 'wx', {
    ...stored,
    current: key.id,
    keys: [...stored.keys, key],
  });
  await rename(`${file}.new`, file);
  return key.id;
}

/** Reads and checks a key file. */
export async function readLocalKeys(file: string): Promise<LocalKeys> {
  const stored = await readStored(file);
  const keys = new Map(stored.keys.map(({ id, key }) => [id, Buffer.from(key, 'base64')]));
  const sound = keys.has(stored.current) && [...keys.values()].every((key) => key.length === 32);
  if (!sound) throw bad('key-file-invalid', `The key file is damaged: ${file}`);
  return { current: stored.current, keys };
}

/** What may be told of a key: never the key. */
export interface LocalKeyInfo {
  readonly id: string;
  readonly createdAt: string;
  /** Wraps from now on; the others only unwrap. */
  readonly current: boolean;
}

/** The versions of a key file, oldest first. */
export async function listLocalKeys(file: string): Promise<readonly LocalKeyInfo[]> {
  const { current, keys } = await readStored(file);
  return keys.map(({ id, createdAt }) => ({ id, createdAt, current: id === current }));
}
