/**
 * The object store port: immutable blobs under slash-separated keys (`checkKey` says which). No key
 * is also a folder of another, so that a store may be a plain file tree.
 */

export interface ObjectStore {
  /**
   * Durable when it resolves. An existing key with the same bytes is `already-stored`; with other
   * bytes it is an OperationalError `object-conflict` (not retryable), and nothing changes.
   */
  readonly put: (key: string, bytes: Uint8Array) => Promise<'stored' | 'already-stored'>;
  /** Replaces what is there: only for pointers such as the latest checkpoint. */
  readonly replace: (key: string, bytes: Uint8Array) => Promise<void>;
  /** undefined when there is no such object. */
  readonly get: (key: string) => Promise<Uint8Array | undefined>;
  /** Exactly `length` bytes from `offset`; undefined when there is no such object; shorter is an OperationalError. */
  readonly getRange: (
    key: string,
    offset: number,
    length: number,
  ) => Promise<Uint8Array | undefined>;
  /** Keys under `prefix` in lexical order, streamed. */
  readonly list: (prefix: string) => AsyncIterable<string>;
  readonly close: () => Promise<void>;
}
