/** What a site consists of, stack by stack, and which line of the reference architecture each serves. */
import type { App } from 'aws-cdk-lib';

export interface StackInventory {
  readonly stack: string;
  readonly serves: string;
  /** Number of resources by type, `AWS::` left out. */
  readonly resources: Readonly<Record<string, number>>;
}

/** By the name of the stack without the environment; a dedicated API is `api-<taxpayer>`. */
const SERVES: readonly (readonly [name: RegExp, serves: string])[] = [
  [/^keys$/, 'encryption, custody'],
  [/^network$/, 'isolation'],
  [/^data$/, 'storage, hot store, large uploads'],
  [/^stream$/, 'streaming, raw archive'],
  [/^identity$/, 'identity'],
  [/^compute$/, 'reception, validation, transformation, persistence, archive, query'],
  [/^api$/, 'reception: general way in'],
  [/^api-/, 'reception: dedicated way in'],
  [/^edge$/, 'portal'],
  [/^analytics$/, 'analytics'],
  [/^hybrid$/, 'hybrid consumers'],
  [/^observability$/, 'operation'],
  [/^deploy$/, 'deployment from the repository'],
];

/** Throws when a stack serves nothing that is written down. */
export const inventoryOf = (app: App, prefix: string): readonly StackInventory[] =>
  app.synth().stacks.map(({ stackName, template }) => {
    const name = stackName.replace(`${prefix}-`, '');
    const serves = SERVES.find(([pattern]) => pattern.test(name))?.[1];
    if (serves === undefined) throw new Error(`Nothing says what the stack ${name} serves.`);
    const counts: Record<string, number> = {};
    for (const { Type } of Object.values<{ readonly Type: string }>(template.Resources)) {
      const type = Type.replace('AWS::', '');
      counts[type] = (counts[type] ?? 0) + 1;
    }
    const sorted = Object.entries(counts).sort(([a], [b]) => a.localeCompare(b));
    return { stack: name, serves, resources: Object.fromEntries(sorted) };
  });

/** As a table of Markdown. */
export function describeInventory(inventory: readonly StackInventory[]): string {
  const rows = inventory.map(({ stack, serves, resources }) => {
    const list = Object.entries(resources).map(([type, count]) =>
      count === 1 ? type : `${type} ×${count}`,
    );
    return `| \`${stack}\` | ${serves} | ${list.join(', ')} |`;
  });
  return ['| Stack | Serves | Resources |', '|---|---|---|', ...rows].join('\n');
}
