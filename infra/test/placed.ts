/** Resources of all templates of an app, each with its stack. */
import type { App } from 'aws-cdk-lib';

interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: templates are JSON of many shapes, read by tests only.
  readonly Properties: any;
  readonly DeletionPolicy?: string;
}
export interface Placed extends Resource {
  readonly stack: string;
  readonly id: string;
}

export const text = (value: unknown) => JSON.stringify(value);

export function resourcesOf(app: App): readonly Placed[] {
  return app.synth().stacks.flatMap(({ stackName, template }) =>
    Object.entries(template.Resources as Record<string, Resource>).map(([id, resource]) => ({
      ...resource,
      stack: stackName,
      id,
    })),
  );
}
