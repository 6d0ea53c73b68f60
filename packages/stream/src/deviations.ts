import type { Deviation } from './stream.ts';

/** Says where something is found that is not what was wanted; nothing where it is not known. */
export const deviation = (
  topic: string,
  of: string,
  found: string | number | undefined,
  wanted: string | number,
): readonly Deviation[] =>
  found === undefined || String(found) === String(wanted)
    ? []
    : [{ topic, of, found: String(found), wanted: String(wanted) }];

/** Topics with another number of partitions than asked. */
export const partitionDeviations = (
  topics: readonly { readonly name: string; readonly partitions: number }[],
  partitionsOf: (topic: string) => number | undefined,
): readonly Deviation[] =>
  topics.flatMap(({ name, partitions }) =>
    deviation(name, 'partitions', partitionsOf(name), partitions),
  );
