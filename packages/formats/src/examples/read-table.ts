/** The tables of edits: of every base the codes it shows, and what breaks each. */

export interface Edit {
  readonly base: string;
  readonly edit: string;
}

const isEntry = (word: string): boolean => /^[A-Z][\w-]*=/.test(word);

/**
 * Reads `base CODE=edit CODE=edit …`, separated by white space; the next word without `=` is the
 * next base. `$word` in an edit stands for the path that `places` gives.
 */
export function readTable(
  table: string,
  places: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, Edit> {
  const edits = new Map<string, Edit>();
  let base = '';
  for (const word of table.trim().split(/\s+/)) {
    if (isEntry(word)) {
      const at = word.indexOf('=');
      const edit = word.slice(at + 1).replace(/\$(\w+)/g, (_, name: string) => places[name] ?? '');
      edits.set(word.slice(0, at), { base, edit });
    } else base = word;
  }
  return edits;
}
