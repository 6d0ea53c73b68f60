/** The modes of signatures as a setting: a format or mode that does not exist is named before the service starts. */
import { formats } from '@ventanilla/formats';
import { readSignatureModes, type SignatureMode } from '@ventanilla/xml-signatures';

interface Context {
  readonly addIssue: (message: string) => void;
}

const SIGNED_FORMATS = formats
  .filter(({ signatures }) => signatures !== undefined)
  .map(({ id }) => id);

export function readModesOfSignatures(
  text: string,
  context: Context,
): ReadonlyMap<string, SignatureMode> {
  const read = readSignatureModes(text, SIGNED_FORMATS);
  if ('modes' in read) return read.modes;
  context.addIssue(read.problem);
  return new Map();
}
