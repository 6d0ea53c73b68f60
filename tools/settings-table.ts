/** Writes the table of every setting into docs/operating.md, from the schemas that services read. */
import { commonSettings } from '../packages/runtime/src/settings.ts';
import { settings as archive } from '../services/archive/src/config.ts';
import { identitySettings as identity } from '../services/identity/src/settings.ts';
import { settings as persistence } from '../services/persistence/src/config.ts';
import { settings as query } from '../services/query/src/config.ts';
import { receptionSettings as reception } from '../services/reception/src/settings.ts';
import { settings as transformation } from '../services/transformation/src/config.ts';
import { settings as validation } from '../services/validation/src/config.ts';
import { writtenTable } from './written-table.ts';

/** What is asked of a zod schema here. */
interface Schema {
  readonly description?: string | undefined;
  readonly def: { readonly type: string; readonly innerType?: unknown };
  readonly options?: readonly string[];
  readonly safeParse: (value: unknown) => { readonly success: boolean; readonly data?: unknown };
}
type Shape = Readonly<Record<string, Schema>>;

const SERVICES = {
  reception,
  validation,
  transformation,
  persistence,
  archive,
  query,
  identity,
} as unknown as Readonly<Record<string, Shape>>;

function choicesOf(schema: Schema): readonly string[] {
  let inner: Schema | undefined = schema;
  while (inner?.def.innerType) inner = inner.def.innerType as Schema;
  return inner?.def.type === 'enum' ? (inner.options ?? []) : [];
}

function defaultOf(schema: Schema): string {
  const usual = schema.safeParse(undefined);
  if (!usual.success) return '**required**';
  const { data } = usual;
  return data === undefined || data === '' ? '' : `\`${String(data)}\``;
}

function cellsOf(name: string, schema: Schema): readonly [string, string, string] {
  const choices = choicesOf(schema).map((it) => `\`${it}\``);
  const meaning = [schema.description, choices.join(', ')].filter(Boolean).join(': one of ');
  return [`\`${name}\``, defaultOf(schema), meaning.replaceAll('|', '\\|')];
}

/** Settings of all services that no schema describes; an operator could only guess at them. */
export const undescribed = (): readonly string[] =>
  Object.entries(SERVICES).flatMap(([service, shape]) =>
    Object.entries(shape)
      .filter(([, schema]) => !schema.description)
      .map(([name]) => `${service}: ${name}`),
  );

/** The table: first what every service has, then by name, with the services that read it. */
function settingsTable(): string {
  const rows = new Map<string, { cells: readonly string[]; services: string[] }>();
  const add = (service: string, shape: Shape) => {
    for (const [name, schema] of Object.entries(shape)) {
      const cells = cellsOf(name, schema);
      const key = cells.join('\n');
      const row = rows.get(key) ?? { cells, services: [] };
      row.services.push(service);
      rows.set(key, row);
    }
  };
  add('every service', commonSettings as unknown as Shape);
  const common = [...rows.values()];
  rows.clear();
  for (const [service, shape] of Object.entries(SERVICES)) add(service, shape);
  const own = [...rows.values()].sort((a, b) => ((a.cells[0] ?? '') < (b.cells[0] ?? '') ? -1 : 1));
  const lines = [...common, ...own].map(
    ({ cells: [name, usual, meaning], services }) =>
      `| ${name} | ${usual} | ${meaning} | ${services.join(', ')} |`,
  );
  return ['| Setting | Default | Meaning | Read by |', '|---|---|---|---|', ...lines, ''].join(
    '\n',
  );
}

export const settingsPage = writtenTable(
  { file: 'operating.md', name: 'settings', program: 'tools/settings-table.ts' },
  settingsTable,
);
