/** What one document's rules may know, cut out of the look-ups made for the whole batch. */
import type { Submitter, Taxpayer } from '@ventanilla/invoice';
import type { Submission } from '@ventanilla/messages';
import type { Facts } from '@ventanilla/rules';

/** The registry's answers for every id that any document of a batch names. */
export interface BatchRegistry {
  readonly taxpayers: ReadonlyMap<string, Taxpayer>;
  /** Per submitter: the ids that mandated it. */
  readonly mandates: ReadonlyMap<string, ReadonlySet<string>>;
}

const NOBODY: ReadonlySet<string> = new Set();

export const factsFor = (submission: Submission, registry: BatchRegistry): Facts => ({
  receivedAt: submission.receivedAt,
  registry: {
    taxpayers: registry.taxpayers,
    submitter: submission.submitter,
    mandates: registry.mandates.get(submission.submitter.taxpayerId) ?? NOBODY,
  },
});

/** Which ids to ask the registry for, and which mandates: one look-up each for the whole batch. */
export function lookupsOf(
  documents: readonly { readonly submitter: Submitter; readonly references: readonly string[] }[],
): {
  readonly taxpayerIds: readonly string[];
  readonly mandates: ReadonlyMap<string, readonly string[]>;
} {
  const taxpayerIds = new Set<string>();
  const mandates = new Map<string, Set<string>>();
  for (const { submitter, references } of documents) {
    for (const id of references) {
      taxpayerIds.add(id);
      if (submitter.kind !== 'certifier') continue;
      const wanted = mandates.get(submitter.taxpayerId) ?? new Set();
      mandates.set(submitter.taxpayerId, wanted.add(id));
    }
  }
  return {
    taxpayerIds: [...taxpayerIds],
    mandates: new Map([...mandates].map(([submitterId, ids]) => [submitterId, [...ids]])),
  };
}
