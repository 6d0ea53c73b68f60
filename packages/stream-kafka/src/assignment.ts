import { quotaOf } from '@ventanilla/stream/leased';

export interface Share {
  readonly memberId: string;
  readonly partitions: readonly number[];
}

/** Runs of neighbouring partitions in the order of the members' names, as even as can be. */
export const shareOut = (
  members: readonly { readonly memberId: string; readonly name: string }[],
  partitions: number,
): readonly Share[] => {
  // Ids break ties: two processes given the same name by mistake must still share, not double.
  const sorted = members
    .map(({ memberId, name }) => ({ memberId, label: `${name}\n${memberId}` }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
  const labels = sorted.map(({ label }) => label);
  let next = 0;
  return sorted.map(({ memberId, label }) => {
    const from = next;
    next += quotaOf(label, labels, partitions);
    return { memberId, partitions: Array.from({ length: next - from }, (_, i) => from + i) };
  });
};
