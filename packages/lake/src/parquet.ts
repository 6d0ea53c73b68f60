/** Rows as Parquet: every value exact, the same rows always the same bytes. */
import { zstdCompressSync } from 'node:zlib';
import { parseDecimal } from '@ventanilla/invoice';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { AMOUNT_SCALE, COLUMNS, type ColumnName, type ColumnType } from './columns.ts';

/** Dates are ISO days, instants milliseconds since 1970, amounts decimal text. */
export type LakeRow = Readonly<Record<ColumnName, string | number | null>>;

type Element = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

const DECIMAL_BYTES = 16;
const ELEMENTS: Readonly<Record<ColumnType, Omit<Element, 'name'>>> = {
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  int: { type: 'INT32' },
  bigint: { type: 'INT64' },
  date: { type: 'INT32', converted_type: 'DATE' },
  timestamp: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
  'decimal(38,10)': {
    type: 'FIXED_LEN_BYTE_ARRAY',
    type_length: DECIMAL_BYTES,
    converted_type: 'DECIMAL',
    precision: 38,
    scale: AMOUNT_SCALE,
  },
};

const SCHEMA: Element[] = [
  { name: 'invoices', num_children: COLUMNS.length },
  ...COLUMNS.map(([name, type]) => ({
    name,
    repetition_type: 'OPTIONAL' as const,
    ...ELEMENTS[type],
  })),
];

const UNITS_MAX = 10n ** 38n;
const DAY_MS = 86_400_000;

/** undefined for a number that DECIMAL(38,10) does not hold: it is left out, never rounded. */
export function unitsOf(text: string): bigint | undefined {
  const value = parseDecimal(text);
  if (value === undefined) return undefined;
  const { units, scale } = value;
  const excess = scale - AMOUNT_SCALE;
  const divisor = 10n ** BigInt(Math.max(excess, 0));
  if (units % divisor !== 0n) return undefined;
  const scaled = excess > 0 ? units / divisor : units * 10n ** BigInt(-excess);
  return scaled < UNITS_MAX && scaled > -UNITS_MAX ? scaled : undefined;
}

type Value = string | number | bigint | undefined;
const WRITE: Readonly<Record<ColumnType, (value: string | number) => Value>> = {
  string: String,
  int: Number,
  bigint: BigInt,
  date: (day) => Date.parse(`${day}T00:00:00Z`) / DAY_MS,
  timestamp: BigInt,
  'decimal(38,10)': (text) => unitsOf(String(text)),
};

/** Rows held before they are compressed: they, not whole files, are what memory holds uncompressed. */
const GROUP_ROWS = 20_000;

export interface ParquetFile {
  readonly add: (row: LakeRow) => void;
  readonly rows: () => number;
  readonly finish: () => Uint8Array;
}

/** One file in memory, its row groups compressed as they fill. */
export function createParquetFile(): ParquetFile {
  const writer = new ByteWriter();
  const file = new ParquetWriter({
    writer,
    schema: SCHEMA,
    codec: 'ZSTD',
    compressors: { ZSTD: zstdCompressSync },
    createdBy: 'ventanilla',
  });
  let group: LakeRow[] = [];
  let rows = 0;
  const flush = (): void => {
    if (group.length === 0) return;
    const columnData = COLUMNS.map(([name, type]) => ({
      name,
      data: group.map((row) => {
        const value = row[name];
        return value === null ? undefined : WRITE[type](value);
      }),
    }));
    file.write({ columnData, rowGroupSize: GROUP_ROWS });
    group = [];
  };
  return {
    add: (row) => {
      group.push(row);
      rows += 1;
      if (group.length === GROUP_ROWS) flush();
    },
    rows: () => rows,
    finish: () => {
      flush();
      file.finish();
      return writer.getBytes();
    },
  };
}
