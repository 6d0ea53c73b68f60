/** Ports in memory for the route tests: documents by id, and who may see them by taxpayer. */
import type { Principal, Verification } from '@ventanilla/auth';
import type {
  AuditEntry,
  OutcomeRow,
  Reader,
  ReadSession,
  Reads,
} from '@ventanilla/database/reads';
import { buildApp } from '../app.ts';
import type { App } from '../http/validation.ts';
import type { Limits, Ports } from '../ports.ts';
import { createWaiting } from '../waiting.ts';

export const ID = 'ab'.repeat(32);
export const OTHER_ID = 'cd'.repeat(32);
export const OWNER = '1234567K';

export const outcome = (over: Partial<OutcomeRow> = {}): OutcomeRow => ({
  documentId: ID,
  submissionId: '01900000-0000-7000-8000-000000000001',
  attempt: 1,
  verdict: 'accepted',
  receivedAt: '2026-03-01T12:00:00.000Z',
  registeredAt: '2026-03-01T12:00:01.000Z',
  logIndex: 7,
  covered: true,
  reportHash: 'ef'.repeat(32),
  businessKey: 'gt-fel:X',
  codes: [],
  format: 'gt-fel',
  ...over,
});

const principal = (over: Partial<Principal>): Principal => ({
  subject: 's',
  clientId: 'client',
  taxpayerId: undefined,
  kind: 'taxpayer',
  scopes: new Set(),
  roles: new Set(),
  regions: [],
  ...over,
});

const SCOPES = new Set(['documents:read', 'documents:search', 'totals:read']);
/** Tokens are names here. */
const PRINCIPALS: Readonly<Record<string, Principal>> = {
  owner: principal({ taxpayerId: OWNER, scopes: SCOPES }),
  stranger: principal({ taxpayerId: '999', scopes: SCOPES }),
  scopeless: principal({ taxpayerId: OWNER }),
  nobody: principal({ scopes: SCOPES }),
  auditor: principal({
    clientId: 'auditor-1',
    roles: new Set(['auditor']),
    regions: ['*'],
    scopes: new Set([...SCOPES, 'originals:read']),
  }),
  regional: principal({
    roles: new Set(['auditor']),
    regions: ['GT-01'],
    scopes: new Set([...SCOPES, 'originals:read']),
  }),
  supervisor: principal({
    clientId: 'supervisor-1',
    roles: new Set(['auditor']),
    scopes: new Set(['audit:read']),
  }),
  operator: principal({
    clientId: 'operator-1',
    roles: new Set(['operator']),
    scopes: new Set(['audit:read', 'totals:read']),
  }),
  clerk: principal({ roles: new Set(['official']), regions: ['01'], scopes: SCOPES }),
};

export const as = (name: string) => ({ authorization: `Bearer ${name}` });

async function verify(authorization: string | undefined): Promise<Verification> {
  const found = PRINCIPALS[authorization?.replace('Bearer ', '') ?? ''];
  if (found) return { ok: true, principal: found };
  return { ok: false, code: authorization ? 'token-malformed' : 'token-missing' };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export interface World {
  outcomes: OutcomeRow[];
  session: Writable<Partial<ReadSession>>;
  reads: Writable<Partial<Reads>>;
  readers: Reader[];
  settledQuestions: number;
  errors: unknown[];
  /** Lines left in the audit trail. */
  trail: AuditEntry[];
}

export interface Setting {
  readonly app: App;
  readonly world: World;
  readonly ports: Ports;
}

const unused = (name: string) => () => {
  throw new Error(`The test did not expect ${name} to be called.`);
};

/** A log in which nothing was registered yet. */
export const EMPTY_LOG: Ports['log'] = {
  checkpoint: async () => undefined,
  cosigned: async () => undefined,
  tile: async () => undefined,
  bundle: async () => undefined,
  audit: { checkpoint: async () => undefined, tile: async () => undefined },
  receipt: async () => undefined,
};

/** Everything overridable; the owner and staff see `world.outcomes`, others nothing. */
export async function setUp(
  over: Partial<Ports> = {},
  limits: Partial<Limits> = {},
): Promise<Setting> {
  const world: World = {
    outcomes: [],
    session: {},
    reads: {},
    readers: [],
    settledQuestions: 0,
    errors: [],
    trail: [],
  };
  const sessionFor = (reader: Reader): ReadSession => {
    const mine = reader.scope.scope !== 'taxpayer' || reader.scope.taxpayerId === OWNER;
    const base: Partial<ReadSession> = {
      outcomes: async (ids) =>
        mine ? world.outcomes.filter(({ documentId }) => ids.includes(documentId)) : [],
      pending: async () => [],
      indexed: async () => undefined,
      audit: async (entry) => void world.trail.push(entry),
      ...world.session,
    };
    return new Proxy(base as ReadSession, {
      get: (target, name: keyof ReadSession) => target[name] ?? unused(name),
    });
  };
  const reads: Reads = {
    session: (reader, work) => {
      world.readers.push(reader);
      return work(sessionFor(reader));
    },
    settled: async (ids) => {
      world.settledQuestions += 1;
      return world.outcomes.filter(
        ({ documentId, covered }) => covered && ids.includes(documentId),
      );
    },
    progress: async () => [],
    head: async () => undefined,
    auditCheckpoint: async () => undefined,
    publicCheck: async (key) => world.reads.publicCheck?.(key),
  };
  const ports: Ports = {
    verifier: { verify },
    reads,
    stream: { backlog: async () => [] },
    objects: { get: async () => undefined },
    segments: { original: unused('original'), judged: unused('judged') },
    log: EMPTY_LOG,
    waiting: createWaiting({ reads, intervalMs: 1, waitersMax: 10, onError: unused('onError') }),
    keys: async () => ({ type: 'ventanilla/keys/v1', keys: [] }),
    rules: [],
    withoutRule: [],
    exampleOf: async () => undefined,
    now: Date.now,
    onError: (error) => world.errors.push(error),
    ...over,
  };
  const app = await buildApp(ports, {
    version: '0.0.0',
    publicChecksPerMinute: 100,
    logEntriesPublic: false,
    trustProxyHops: 0,
    appendTimeoutMs: 10_000,
    ...limits,
  });
  return { app, world, ports };
}
