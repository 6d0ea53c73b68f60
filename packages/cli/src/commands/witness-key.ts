import type { WitnessKey } from '@ventanilla/receipts';
import { CommandFailure, EXIT } from '../failure.ts';

/** Reads `<name>+<key id>+<base64>` as a witness prints it, or says what is wrong. */
export async function readWitnessKey(text: string): Promise<WitnessKey> {
  const { parseWitnessKey } = await import('@ventanilla/receipts');
  const key = parseWitnessKey(text);
  if (key !== undefined) return key;
  throw new CommandFailure('The witness key is not one.', {
    exitCode: EXIT.usage,
    hint: 'It looks like name+0123abcd+BG…, as "ventanilla witness serve" prints it.',
  });
}
