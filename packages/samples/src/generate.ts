import { createDealMaker, type Syntax } from './deal-maker.ts';
import { createFelMaker } from './fel/maker.ts';
import { JSON_FAULTS } from './json/faults.ts';
import { writeJson } from './json/writer.ts';
import { createRounds, type Maker } from './maker.ts';
import { createRandom, type Random } from './random.ts';
import { type GenerateOptions, SAMPLE_FORMATS, type Sample, type SampleFormat } from './sample.ts';
import { UBL_FAULTS } from './ubl/faults.ts';
import { writeUbl } from './ubl/writer.ts';
import { XML_FAULTS } from './xml-faults.ts';

const UBL: Syntax = {
  format: 'en16931-ubl',
  mediaType: 'application/xml',
  write: writeUbl,
  faults: [...UBL_FAULTS, ...XML_FAULTS],
};
const JSON_SYNTAX: Syntax = {
  format: 'json',
  mediaType: 'application/json',
  write: writeJson,
  faults: JSON_FAULTS,
};

/** Bytes of a document without lines and of one line, and the lines of one whose size does not matter. */
const SIZES: Readonly<Record<SampleFormat, { base: number; line: number; usual: number }>> = {
  'gt-fel': { base: 4000, line: 590, usual: 2 },
  'en16931-ubl': { base: 3900, line: 557, usual: 3 },
  json: { base: 1160, line: 211, usual: 3 },
};
const LINES_MAX = 9999;

function linesOf(format: SampleFormat, { lines, sizeBytes }: Partial<GenerateOptions>): number {
  const { base, line, usual } = SIZES[format];
  const wanted = lines ?? (sizeBytes === undefined ? usual : Math.round((sizeBytes - base) / line));
  return Math.max(1, Math.min(LINES_MAX, wanted));
}

const createMaker = (format: SampleFormat, random: Random, nowMs: number, lines: number): Maker => {
  if (format === 'gt-fel') return createFelMaker(random, nowMs, lines);
  return createDealMaker(format === 'json' ? JSON_SYNTAX : UBL, random, nowMs, lines);
};

/** In ten documents: six FEL, three UBL, one JSON, as far as asked for. */
const WEIGHTS: Readonly<Record<SampleFormat, number>> = { 'gt-fel': 6, 'en16931-ubl': 3, json: 1 };

/**
 * An endless supply of documents of known outcome: the same options give the same bytes.
 *
 * Documents come in an order in which every origin precedes what refers to it.
 */
export function* generateSamples(options: GenerateOptions): Generator<Sample, void, undefined> {
  const { seed, now, count, faultRate = 0.1, formats = SAMPLE_FORMATS } = options;
  const random = createRandom(seed);
  const nowMs = typeof now === 'string' ? Date.parse(now) : now.getTime();
  const supplies = formats.map((format) => {
    const maker = createMaker(format, random, nowMs, linesOf(format, options));
    const names = maker.faults.filter((name) => options.faults?.includes(name) ?? true);
    return { maker, nextFault: createRounds(names, random) };
  });
  const urn = supplies.flatMap((supply) =>
    Array.from({ length: WEIGHTS[supply.maker.format] }, () => supply),
  );
  for (let index = 0; index < count; index += 1) {
    const { maker, nextFault } = random.pick(urn);
    yield maker.make(index, random.next() < faultRate ? nextFault() : undefined);
  }
}

/** The first document of these that refers to no other; throws when all do. */
export function sampleAlone(options: GenerateOptions): Sample {
  for (const sample of generateSamples(options)) if (sample.dependsOn === undefined) return sample;
  throw new Error('no document of these stands alone');
}

/** Every fault by format: for tables, and to choose some with `faults`. */
export const listFaults = (): readonly { readonly format: SampleFormat; readonly name: string }[] =>
  SAMPLE_FORMATS.flatMap((format) => {
    const { faults } = createMaker(format, createRandom(0), 0, 1);
    return faults.map((name) => ({ format, name }));
  });
