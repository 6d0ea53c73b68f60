/**
 * Array parameters as Postgres writes them. The driver escapes every element through two regular
 * expressions; here a column is joined once and only text that needs it is quoted.
 */
const PLAIN = /^[A-Za-z0-9_.:+/@-]+$/;
const SPECIAL = /["\\]/g;
const NUL = /\0/g;

function element(value: string | undefined): string {
  if (value === undefined) return 'NULL';
  if (PLAIN.test(value) && value !== 'NULL' && value !== 'null') return value;
  // Postgres text cannot hold NUL, which JSON can: shown as the replacement character.
  const text = value.includes('\0') ? value.replace(NUL, '\ufffd') : value;
  return `"${text.replace(SPECIAL, '\\$&')}"`;
}

/** Text of any kind; undefined is NULL. */
export const textArray = (values: readonly (string | undefined)[]): string =>
  `{${values.map(element).join(',')}}`;

/** Numbers, uuids, ISO instants, dates and enum labels: text that never needs quotes. */
export const plainArray = (values: readonly (string | number | undefined)[]): string =>
  `{${values.map((value) => value ?? 'NULL').join(',')}}`;

/** Equal-sized byte strings as one parameter, taken apart by `substr`: half the cost of bytea[]. */
export const packed = (hashes: readonly string[]): Buffer => Buffer.from(hashes.join(''), 'hex');

/** SQL of the array of 32-byte strings that parameter `n` packs; an array keeps the plan an index scan. */
export const unpacked = (n: number): string =>
  `ARRAY(SELECT substr($${n}::bytea, 32 * (i - 1) + 1, 32)
    FROM generate_series(1, length($${n}::bytea) / 32) i)`;
