/** A table in a page of docs that is written by a program: what lies between two markers. */
import { readFileSync, writeFileSync } from 'node:fs';

export interface WrittenTable {
  readonly page: () => string;
  /** The page with the table of today in its place. */
  readonly current: () => string;
}

/** `name` is in both markers; `program` is how the table is mended. */
export function writtenTable(
  {
    file,
    name,
    program,
  }: { readonly file: string; readonly name: string; readonly program: string },
  table: () => string,
): WrittenTable {
  const path = new URL(`../docs/${file}`, import.meta.url);
  const begin = `<!-- ${name}: written by ${program} -->\n`;
  const end = `<!-- end of ${name} -->\n`;
  const page = () => readFileSync(path, 'utf8');
  const current = () => {
    const [before, rest] = page().split(begin);
    const [, after] = rest?.split(end) ?? [];
    if (after === undefined) throw new Error(`docs/${file} has lost the markers of ${name}`);
    return `${before}${begin}${table()}${end}${after}`;
  };
  // Run by itself, and not by its test.
  if (process.argv[1]?.endsWith(program)) writeFileSync(path, current());
  return { page, current };
}
