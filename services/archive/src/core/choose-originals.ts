/** Which originals of a batch are to be archived. */
import { createHash } from 'node:crypto';
import type { DocumentReceived } from '@ventanilla/messages';

export interface Chosen {
  /** Each document once, in order of arrival. */
  readonly originals: readonly DocumentReceived[];
  /** Ids whose bytes hash to something else: never archived under a name that is not theirs. */
  readonly strangers: readonly string[];
}

const isNamedByItsBytes = ({ submission, original }: DocumentReceived): boolean =>
  createHash('sha256').update(original).digest('hex') === submission.documentId;

/** Leaves out what is archived already and what comes twice. */
export function chooseOriginals(
  messages: readonly DocumentReceived[],
  archived: ReadonlySet<string>,
): Chosen {
  const originals = new Map<string, DocumentReceived>();
  const strangers: string[] = [];
  for (const message of messages) {
    const { documentId } = message.submission;
    if (archived.has(documentId) || originals.has(documentId)) continue;
    if (isNamedByItsBytes(message)) originals.set(documentId, message);
    else strangers.push(documentId);
  }
  return { originals: [...originals.values()], strangers };
}
