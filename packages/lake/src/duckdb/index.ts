/**
 * History as SQL on the premises: DuckDB over the objects of the days asked for. Each is copied into a
 * folder of its own and hashed against its batch before anything is read, so any store will do, and
 * what an auditor counts is what was written.
 */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, StatementType } from '@duckdb/node-api';
import { OperationalError } from '@ventanilla/errors';
import type { ObjectStore } from '@ventanilla/objects';
import { damaged, type LakeObject, readBatches } from '../batch.ts';
import { COLUMNS, TABLE } from '../columns.ts';

export interface LakeQuestion {
  /** One SELECT over `invoices`; `:from` and `:to` are the days below. */
  readonly sql: string;
  /** ISO days of registration, by UTC; both are included. */
  readonly from: string;
  readonly to: string;
  readonly rowsMax: number;
  readonly memory: string;
}

export interface LakeAnswer {
  readonly columns: readonly string[];
  /** Numbers of 53 bits at most are numbers; decimals, larger ones, days and instants are text. */
  readonly rows: readonly (readonly unknown[])[];
  /** Whether there are more rows than `rowsMax`. */
  readonly cut: boolean;
  readonly objects: number;
}

/** Throws OperationalError `lake-query` for SQL that DuckDB refuses, `lake-damaged` for altered objects. */
export async function askLake(store: ObjectStore, question: LakeQuestion): Promise<LakeAnswer> {
  const folder = await mkdtemp(join(tmpdir(), 'ventanilla-lake-'));
  try {
    const files = await copyObjects(store, folder, question);
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: question.memory,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    try {
      const connection = await instance.connect();
      await openTable(connection, folder, files);
      return { ...(await run(connection, question)), objects: files.length };
    } finally {
      instance.closeSync();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function copyObjects(
  store: ObjectStore,
  folder: string,
  { from, to }: LakeQuestion,
): Promise<readonly string[]> {
  const files: string[] = [];
  for await (const { objects } of readBatches(store)) {
    for (const object of objects) {
      if (object.day < from || object.day > to) continue;
      files.push(await copyObject(store, folder, object));
    }
  }
  return files;
}

async function copyObject(store: ObjectStore, folder: string, { name, sha256 }: LakeObject) {
  const bytes = await store.get(name);
  if (bytes === undefined) throw damaged(`${name} is missing.`);
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw damaged(`${name} is not what was written.`);
  }
  const file = join(folder, name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
  return file;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** After this the connection reads the copies, and nothing else on this machine or any other. */
async function openTable(
  connection: DuckDBConnection,
  folder: string,
  files: readonly string[],
): Promise<void> {
  const columns = COLUMNS.map(([name, type]) => `NULL::${SQL_TYPES[type] ?? type} AS "${name}"`);
  const empty = `SELECT ${columns.join(', ')}, NULL::VARCHAR AS day, NULL::INTEGER AS bucket LIMIT 0`;
  const some = `SELECT * FROM read_parquet([${files.map(quoted).join(', ')}],
    hive_partitioning = true, hive_types = {'day': VARCHAR, 'bucket': INTEGER})`;
  await connection.run(`CREATE VIEW ${TABLE} AS ${files.length === 0 ? empty : some}`);
  for (const setting of [
    `allowed_directories = [${quoted(`${folder}/`)}]`,
    `temp_directory = ''`,
    'enable_external_access = false',
    'lock_configuration = true',
  ]) {
    await connection.run(`SET ${setting}`);
  }
}

const SQL_TYPES: Readonly<Record<string, string>> = { string: 'VARCHAR' };

async function run(connection: DuckDBConnection, { sql, from, to, rowsMax }: LakeQuestion) {
  try {
    const text = sql.replaceAll(/:(from|to)\b/g, '$$$1');
    const statements = await connection.extractStatements(text);
    if (statements.count !== 1) throw new Error('one statement is asked at a time');
    const prepared = await statements.prepare(0);
    if (prepared.statementType !== StatementType.SELECT) throw new Error('only SELECT is asked');
    const names = Array.from({ length: prepared.parameterCount }, (_, at) =>
      prepared.parameterName(at + 1),
    );
    const days: Readonly<Record<string, string>> = { from, to };
    prepared.bind(Object.fromEntries(names.map((name) => [name, days[name] ?? ''])));
    const reader = await prepared.runAndReadUntil(rowsMax + 1);
    const rows = reader.getRowsJson();
    return {
      columns: reader.columnNames(),
      rows: rows.slice(0, rowsMax),
      cut: rows.length > rowsMax,
    };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new OperationalError('lake-query', `The query was refused: ${why}`, {
      retryable: false,
      cause,
    });
  }
}
