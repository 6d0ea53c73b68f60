/**
 * One instance of libxml2 in WebAssembly, and its replacement after a trap.
 *
 * Memory inside an instance that trapped may be corrupt, so it is thrown away whole. Loading one is
 * asynchronous while parsing is not; hence a spare is kept ready, and the next one loads meanwhile.
 */
import { InvariantError, OperationalError } from '@ventanilla/errors';
import moduleLoader, { type LibXml2 } from 'libxml2-wasm/lib/libxml2raw.mjs';

/** An error as libxml2 reported it; `node` is only valid while its document lives. */
export interface RawError {
  readonly code: number;
  readonly level: number;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly node: number;
}

export interface Sandbox {
  readonly raw: LibXml2;
  /** False once it trapped or was retired for size: no pointer into a dead one is ever used again. */
  readonly isAlive: () => boolean;
  /** Function pointer to give to libxml2 as structured error handler. */
  readonly errorHandler: number;
  /** Runs `call` and returns what it reported, at most `max` errors. */
  readonly collect: (max: number, call: () => void) => RawError[];
  /** State that lives and dies with this instance (compiled schemas, buffers), by owner. */
  readonly state: Map<object, unknown>;
}

/** wasm memory never shrinks, so an instance that grew beyond this is replaced between documents. */
const HEAP_BYTES_MAX = 256 * 1024 * 1024;
const LEVEL_WARNING = 1;

interface Instance extends Sandbox {
  alive: boolean;
}

const listeners: ((box: Sandbox) => void)[] = [];

/** Tells of every instance, those there are and those to come: for tests that make one trap. */
export function watchSandboxes(tell: (box: Sandbox) => void): void {
  listeners.push(tell);
  for (const box of [current, spare]) if (box !== undefined) tell(box);
}

async function load(): Promise<Instance> {
  const raw = await moduleLoader();
  raw._xmlInitParser();
  let errors: RawError[] = [];
  let max = 0;
  const errorHandler = raw.addFunction((_context: number, error: number) => {
    if (errors.length < max) errors.push(readError(raw, error));
  }, 'vii');
  const instance: Instance = {
    raw,
    alive: true,
    isAlive: () => instance.alive,
    errorHandler,
    state: new Map(),
    collect: (limit, call) => {
      errors = [];
      max = limit;
      call();
      return errors;
    },
  };
  for (const tell of listeners) tell(instance);
  return instance;
}

function readError(raw: LibXml2, error: number): RawError {
  const at = error >> 2;
  const { HEAP32 } = raw;
  return {
    code: HEAP32[at + 1]!,
    message: raw.UTF8ToString(HEAP32[at + 2]!).trim(),
    level: HEAP32[at + 3]!,
    line: HEAP32[at + 5]!,
    column: HEAP32[at + 10]!,
    node: HEAP32[at + 12]!,
  };
}

/** True for what makes a document not well-formed; warnings do not. */
export const isSerious = (error: RawError): boolean => error.level > LEVEL_WARNING;

let current: Instance = await load();
let spare: Instance | undefined = await load();
let loading: Promise<void> | undefined;

/** Loads a spare; when that fails the next `replace` or `sandboxesReady` tries again. */
function reload(): void {
  loading ??= load()
    .then(
      (fresh) => {
        spare = fresh;
      },
      () => undefined,
    )
    .finally(() => {
      loading = undefined;
    });
}

const notReady = (): OperationalError =>
  new OperationalError('xml-sandbox-loading', 'no fresh XML sandbox is ready yet', {
    retryable: true,
  });

/**
 * Resolves when the current instance works and a spare stands beside it, so that one document may
 * trap twice and be known for it. Throws the retryable `xml-sandbox-loading` when none can be loaded.
 */
export async function sandboxesReady(): Promise<void> {
  if (spare === undefined) reload();
  await loading;
  if (current.alive && spare !== undefined) return;
  replace();
  await loading;
  if (spare === undefined) throw notReady();
}

function replace(): void {
  if (spare === undefined) {
    reload();
    throw notReady();
  }
  current = spare;
  spare = undefined;
  reload();
}

/** The instance to use now. */
export function sandbox(): Sandbox {
  if (!current.alive) replace();
  if (current.raw.HEAPU8.byteLength > HEAP_BYTES_MAX && spare !== undefined) {
    // Documents still open in the old one keep it until they are disposed.
    replace();
  }
  return current;
}

/** Marks an instance as unusable; the next `sandbox()` is a fresh one. */
function retire(trapped: Sandbox): void {
  (trapped as Instance).alive = false;
}

/**
 * Runs `call` in the sandbox. Whatever it throws (trap, abort, stack overflow) retires the instance.
 * Twice in a row gives `'trap'`.
 */
export function guarded<T>(call: (box: Sandbox) => T): T | 'trap' {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const box = sandbox();
    try {
      return call(box);
    } catch (error) {
      if (error instanceof OperationalError || error instanceof InvariantError) throw error;
      retire(box);
    }
  }
  return 'trap';
}
