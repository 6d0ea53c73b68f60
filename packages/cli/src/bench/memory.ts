/** Whether memory stays where it is while a million documents are judged, one after the other, in one process. */
import { createValidator, formats } from '@ventanilla/formats';
import { generateSamples } from '@ventanilla/samples';
import { createXmlEngine } from '@ventanilla/xml';

export interface MemoryBenchOptions {
  readonly documents: number;
  readonly seed: string;
  /** How many times memory is looked at. */
  readonly looks: number;
  readonly onLook: (look: MemoryLook) => void;
}

export interface MemoryLook {
  readonly documents: number;
  readonly rssMb: number;
  readonly heapMb: number;
  /** Of typed arrays and of the parser in WebAssembly. */
  readonly externalMb: number;
}

export interface MemoryResult {
  readonly documents: number;
  readonly rejected: number;
  readonly looks: readonly MemoryLook[];
  /** The most in the last half of the run, over the most in the second tenth. */
  readonly growth: number;
}

/** One in five is broken somewhere: reports must not pile up either. */
const FAULT_RATE = 0.2;
/** Generated anew for each round, with another seed, so that no text comes twice. */
const ROUND = 1_000;
const MEGABYTE = 1_048_576;

function* documentsOf(seed: string, documents: number): Generator<Uint8Array> {
  for (let done = 0; done < documents; done += ROUND) {
    const count = Math.min(ROUND, documents - done);
    const wish = { seed: `${seed}-${done}`, now: new Date(), count, faultRate: FAULT_RATE };
    for (const { bytes } of generateSamples(wish)) yield bytes;
  }
}

function look(documents: number): MemoryLook {
  const { rss, heapUsed, external } = process.memoryUsage();
  const mb = (bytes: number): number => Math.round(bytes / MEGABYTE);
  return { documents, rssMb: mb(rss), heapMb: mb(heapUsed), externalMb: mb(external) };
}

/** The first tenth is left out: there code is compiled and heaps find their size. */
export function growthOf(looks: readonly MemoryLook[], documents: number): number {
  const most = (from: number, until: number): number =>
    Math.max(
      ...looks
        .filter((one) => one.documents > from * documents && one.documents <= until * documents)
        .map(({ rssMb }) => rssMb),
    );
  return most(0.5, 1) / most(0.1, 0.2);
}

export function benchMemory(options: MemoryBenchOptions): MemoryResult {
  const { documents, seed, looks: times, onLook } = options;
  const validator = createValidator({ formats, engine: createXmlEngine() });
  const facts = { receivedAt: new Date().toISOString() };
  const looks: MemoryLook[] = [];
  const every = Math.ceil(documents / times);
  let done = 0;
  let rejected = 0;
  for (const bytes of documentsOf(seed, documents)) {
    const { report } = validator.judge(validator.read(bytes), facts);
    if (report.verdict === 'rejected') rejected += 1;
    done += 1;
    if (done % every !== 0 && done !== documents) continue;
    const seen = look(done);
    looks.push(seen);
    onLook(seen);
  }
  return { documents: done, rejected, looks, growth: growthOf(looks, documents) };
}
