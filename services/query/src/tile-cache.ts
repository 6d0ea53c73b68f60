/** A bounded memory of the log's files. A path names its content for ever, so nothing goes stale. */

export type ReadFile = (path: string) => Promise<Uint8Array | undefined>;

/** Keeps at most `filesMax` files, the latest used; what is not there is asked for again. */
export function cacheFiles(read: ReadFile, filesMax: number): ReadFile {
  const files = new Map<string, Uint8Array>();
  return async (path) => {
    const known = files.get(path);
    if (known !== undefined) {
      files.delete(path);
      files.set(path, known);
      return known;
    }
    const bytes = await read(path);
    if (bytes === undefined) return undefined;
    files.set(path, bytes);
    if (files.size > filesMax) files.delete(files.keys().next().value as string);
    return bytes;
  };
}
