/** Where the files of a log are read from. */
import { type ObjectStore, readUnder } from '@ventanilla/objects';
import { type ReadTile, readBundle } from '@ventanilla/receipts';

export interface LogFiles {
  /** A file of the log by its path, `checkpoint`, `cosigned` and `tile/…`; undefined when there is none. */
  readonly read: ReadTile;
  /** The first entries of a bundle; absent where entries are not shown, and then they are not checked. */
  readonly readEntries?: (
    bundle: number,
    width: number,
  ) => Promise<readonly Uint8Array[] | undefined>;
  /** Paths of all files but the heads; absent over HTTP, which lists nothing. */
  readonly list?: () => AsyncIterable<string>;
}

/** Files that are replaced as the log grows. */
const HEADS = ['checkpoint', 'cosigned'];

/** The log as it lies on an object store, under `prefix`. */
export function storedLog(
  objects: Pick<ObjectStore, 'get' | 'list'>,
  prefix = 'log/',
): Required<LogFiles> {
  const { read, list } = readUnder(objects, prefix);
  return {
    read,
    readEntries: (bundle, width) => readBundle({ read, list }, bundle, width),
    list: async function* () {
      for await (const path of list('')) if (!HEADS.includes(path)) yield path;
    },
  };
}
