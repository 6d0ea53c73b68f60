/** A pack by name: a format of ours, a listing kept from another edition, or a draft over a format. */
import { existsSync } from 'node:fs';
import { formats } from '@ventanilla/formats';
import { describePack, type PackRecord, type RuleRecord } from '@ventanilla/rules';
import { SIGNATURE_CATALOGUE } from '@ventanilla/xml-signatures';
import { CommandFailure, EXIT } from '../failure.ts';
import { draftFormats, readText } from './settings-file.ts';

/** A line of `ventanilla rules list --json`. */
export interface ListedRule extends RuleRecord {
  readonly format: string;
  readonly pack: Omit<PackRecord, 'rules'>;
}

const usage = (message: string) => new CommandFailure(message, { exitCode: EXIT.usage });

function fromListing(file: string, text: string): PackRecord {
  let lines: readonly ListedRule[];
  try {
    lines = text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as ListedRule)
      // A listing also has what is told of signatures, and codes without a rule.
      .filter(({ pack }) => pack !== undefined && pack.id !== SIGNATURE_CATALOGUE.id);
  } catch (cause) {
    throw new CommandFailure(`${file} is no listing of rules`, { exitCode: EXIT.usage, cause });
  }
  const [first] = lines;
  if (!first?.pack?.hash || lines.some((line) => line.pack?.hash !== first.pack.hash)) {
    throw new CommandFailure(`${file} does not hold the rules of one pack.`, {
      exitCode: EXIT.usage,
      hint: 'Write such a file with: ventanilla rules list --json --format <id> > FILE',
    });
  }
  return { ...first.pack, rules: lines.map(({ format: _, pack: __, ...rule }) => rule) };
}

/** Whether a file holds one JSON object, as a draft does, and not a line a rule. */
function isDraft(text: string): boolean {
  try {
    return !('code' in JSON.parse(text));
  } catch {
    return false;
  }
}

/** The pack that `name` means; a draft is over the format `over`. Throws CommandFailure. */
export async function packOf(name: string, over?: string): Promise<PackRecord> {
  const format = formats.find(({ id }) => id === name);
  if (format !== undefined) return describePack(format.pack);
  if (!existsSync(name)) {
    const known = formats.map(({ id }) => id).join(', ');
    throw usage(`${name} is neither a file nor a format; there are ${known}.`);
  }
  const text = await readText(name);
  if (!isDraft(text)) return fromListing(name, text);
  const drafted = (await draftFormats(name)).find(({ id }) => id === over);
  if (drafted === undefined)
    throw usage(`A draft is compared with a format: rules diff <format> ${name}`);
  return describePack(drafted.pack);
}
