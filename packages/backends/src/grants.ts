/**
 * What each process may do with topics, stored objects and keys: the one table. Back ends are opened
 * under it, the policies of infra are made from it, and docs/custody.md shows it. Rights in the database
 * are a table of their own, in packages/database.
 */

/** What a data key is for; part of its encryption context. */
export type Purpose = 'stream' | 'original' | 'canonical' | 'signing';

export interface Grant {
  /** Topics it handles; of a record it cannot handle it appends the parts, or a dead letter. */
  readonly handles: readonly string[];
  /** Topics that it only reads. */
  readonly follows: readonly string[];
  /** Topics of which it only counts what waits. */
  readonly counts: readonly string[];
  readonly appends: readonly string[];
  /** Prefixes of objects that it reads and lists. */
  readonly reads: readonly string[];
  /** Prefixes under which it puts objects; nothing that is there is changed. */
  readonly writes: readonly string[];
  /** Pointers that it replaces. */
  readonly replaces: readonly string[];
  /** Purposes for which it is given new data keys. */
  readonly wraps: readonly Purpose[];
  readonly unwraps: readonly Purpose[];
  /** Purposes whose data keys it may have under another wrapping key. */
  readonly rewraps: readonly Purpose[];
  /** Signs heads or receipts; others only see the public key. */
  readonly signs: boolean;
}

const NOTHING: Grant = {
  handles: [],
  follows: [],
  counts: [],
  appends: [],
  reads: [],
  writes: [],
  replaces: [],
  wraps: [],
  unwraps: [],
  rewraps: [],
  signs: false,
};

const RECEIVED = 'documents.received';
const VALIDATED = 'documents.validated';
const TRANSFORMED = 'documents.transformed';
const REGISTERED = 'documents.registered';
const DEAD = 'documents.dead';

export const GRANTS = {
  // Faces the world: it can write what it takes, and read no document back. It opens the key that signs
  // receipts and can make no other.
  reception: {
    ...NOTHING,
    appends: [RECEIVED],
    reads: ['keys/wrapped-signing/', 'keys/rewrapped/'],
    writes: ['batches/'],
    wraps: ['stream'],
    unwraps: ['signing'],
    signs: true,
  },
  validation: {
    ...NOTHING,
    handles: [RECEIVED],
    appends: [VALIDATED, DEAD],
    wraps: ['stream'],
    unwraps: ['stream'],
  },
  transformation: {
    ...NOTHING,
    handles: [VALIDATED],
    appends: [TRANSFORMED, DEAD],
    wraps: ['stream'],
    unwraps: ['stream'],
  },
  persistence: {
    ...NOTHING,
    handles: [TRANSFORMED],
    appends: [REGISTERED, DEAD],
    reads: ['log/', 'audit/', 'keys/'],
    writes: ['segments/canonical/', 'log/', 'audit/', 'keys/signing/', 'keys/wrapped-signing/'],
    replaces: ['log/checkpoint', 'log/cosigned', 'audit/checkpoint'],
    wraps: ['stream', 'canonical', 'signing'],
    unwraps: ['stream', 'canonical', 'signing'],
    signs: true,
  },
  // Writes originals for ever and opens none of them.
  archive: {
    ...NOTHING,
    handles: [RECEIVED],
    appends: [DEAD],
    writes: ['segments/original/'],
    wraps: ['stream', 'original'],
    unwraps: ['stream'],
  },
  query: {
    ...NOTHING,
    counts: [RECEIVED, VALIDATED, TRANSFORMED, DEAD],
    reads: ['segments/', 'log/', 'audit/', 'keys/', 'batches/'],
    unwraps: ['original', 'canonical'],
  },
  // `ventanilla archive restore`: everything is read, into a database.
  restore: {
    ...NOTHING,
    reads: ['segments/', 'log/', 'audit/', 'keys/'],
    unwraps: ['original', 'canonical'],
  },
  // `ventanilla keys`, `archive` and `rules dry-run`.
  operators: {
    ...NOTHING,
    reads: [''],
    writes: ['segments/', 'keys/'],
    // A new signing key is theirs to make, and never theirs to open.
    wraps: ['original', 'canonical', 'signing'],
    unwraps: ['original', 'canonical'],
    rewraps: ['original', 'canonical', 'signing'],
  },
  // A site that subscribes, by @ventanilla/consumer.
  consumer: {
    ...NOTHING,
    follows: [RECEIVED, VALIDATED, TRANSFORMED, REGISTERED],
    unwraps: ['stream'],
  },
} as const satisfies Readonly<Record<string, Grant>>;

export type Grantee = keyof typeof GRANTS;

/** Of the values too large for a record, which lie beside the stream by topic. */
export function claimGrants(grantee: Grantee) {
  const { handles, follows, appends }: Grant = GRANTS[grantee];
  const under = (topics: readonly string[]) => [...new Set(topics)].map((topic) => `${topic}/`);
  return {
    reads: under([...handles, ...follows]),
    // A bundle that keeps failing is taken apart and appended anew.
    writes: under([...handles, ...appends]),
    replaces: [],
  };
}

/**
 * Of the store in which clients put large bodies by themselves. Reception reads these back, and lets
 * clients write there, under this prefix alone; nobody else reaches it.
 */
export function uploadGrants(grantee: Grantee) {
  const under = grantee === 'reception' ? ['uploads/'] : [];
  return { reads: under, writes: under, replaces: [] };
}
