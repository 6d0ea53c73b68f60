/** What the makers of the three syntaxes share: choosing faults in turn and stating what is expected. */
import type { Random } from './random.ts';
import type { FaultExpectation, Sample, SampleFormat } from './sample.ts';

/** Makes the documents of one syntax. */
export interface Maker {
  readonly format: SampleFormat;
  /** Names of every fault that it can seed. */
  readonly faults: readonly string[];
  /** The next document; a fault whose origin does not exist yet is put off and the document is sound. */
  readonly make: (index: number, fault: string | undefined) => Sample;
}

const SOUND: Sample['expect'] = {
  verdict: 'accepted',
  codes: [],
  observations: [],
  decidedBy: 'document',
};

export function expectationOf(fault: FaultExpectation | undefined): Sample['expect'] {
  if (fault === undefined) return SOUND;
  const codes = [...(fault.codes ?? [])].sort();
  return {
    verdict: codes.length > 0 ? 'rejected' : 'accepted-with-observations',
    codes,
    observations: [...(fault.observations ?? [])].sort(),
    fault: fault.name,
    decidedBy: fault.decidedBy ?? 'document',
  };
}

export const nameSample = (
  index: number,
  format: SampleFormat,
  kind: string,
  fault: FaultExpectation | undefined,
): string => {
  const base = `${String(index).padStart(6, '0')}-${format}-${kind}`;
  return fault === undefined ? base : `${base}-${fault.name}`;
};

/** Hands out `items` in shuffled rounds, so that even a short run sees every one. */
export function createRounds<T>(items: readonly T[], random: Random): () => T | undefined {
  let round: T[] = [];
  return () => {
    if (round.length === 0) {
      round = [...items];
      for (let i = round.length - 1; i > 0; i -= 1) {
        const j = random.integer(0, i);
        [round[i], round[j]] = [round[j]!, round[i]!];
      }
    }
    return round.pop();
  };
}

/** Accepted documents that later ones may refer to, each used once; the oldest is forgotten first. */
export function createOrigins<T>(max: number): {
  readonly add: (origin: T) => void;
  readonly take: (random: Random) => T | undefined;
} {
  const kept: T[] = [];
  return {
    add: (origin) => {
      if (kept.length >= max) kept.shift();
      kept.push(origin);
    },
    take: (random) =>
      kept.length === 0 ? undefined : kept.splice(random.integer(0, kept.length - 1), 1)[0],
  };
}
