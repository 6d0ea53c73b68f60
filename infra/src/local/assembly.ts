/**
 * The templates of a site as one set of resources, whose references are resolved the way CloudFormation
 * would, but to addresses on this machine. A reference nobody here can answer is an error, never a guess.
 */
import type { App } from 'aws-cdk-lib';

export interface Resource {
  readonly stack: string;
  readonly id: string;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: properties of a template are JSON of many shapes.
  readonly properties: any;
}

/** The value of `Ref` (attribute undefined) or `Fn::GetAtt` of a resource; undefined when it has none here. */
export type Answer = (resource: Resource, attribute: string | undefined) => string | undefined;

export interface Assembly {
  readonly ofType: (type: string) => readonly Resource[];
  /** `value` of a template of `stack`, with every reference replaced. */
  readonly resolve: (stack: string, value: unknown, answer: Answer) => unknown;
  /** The resource that a `Ref` or `Fn::GetAtt` names, followed through exports of other stacks. */
  readonly target: (stack: string, value: unknown) => Resource;
}

interface Output {
  readonly stack: string;
  readonly value: unknown;
}

export const ACCOUNT = '111122223333';

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::Region': 'us-east-1',
  'AWS::URLSuffix': 'amazonaws.com',
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function readAssembly(app: App): Assembly {
  const resources = new Map<string, Resource>();
  const outputs = new Map<string, Output>();
  for (const { stackName: stack, template } of app.synth().stacks) {
    for (const [id, it] of Object.entries<Record<string, never>>(template.Resources ?? {})) {
      const { Type: type, Properties: properties = {} } = it as never;
      resources.set(`${stack}/${id}`, { stack, id, type, properties });
    }
    for (const { Export, Value } of Object.values<Record<string, never>>(template.Outputs ?? {})) {
      const name = (Export as { readonly Name?: string } | undefined)?.Name;
      if (name !== undefined) outputs.set(name, { stack, value: Value });
    }
  }
  const find = (stack: string, id: string): Resource => {
    const found = resources.get(`${stack}/${id}`);
    if (found === undefined) throw new Error(`${stack} has no resource ${id}.`);
    return found;
  };
  const imported = (name: unknown): Output => {
    const found = outputs.get(String(name));
    if (found === undefined) throw new Error(`No stack exports ${String(name)}.`);
    return found;
  };
  const answered = (
    stack: string,
    id: string,
    attribute: string | undefined,
    answer: Answer,
  ): string => {
    const resource = find(stack, id);
    const value = answer(resource, attribute);
    if (value !== undefined) return value;
    const what = attribute === undefined ? 'name' : attribute;
    throw new Error(`Nothing here stands for the ${what} of ${stack}/${id} (${resource.type}).`);
  };
  const resolve = (stack: string, value: unknown, answer: Answer): unknown => {
    if (Array.isArray(value)) return value.map((it) => resolve(stack, it, answer));
    if (!isObject(value)) return value;
    const [name = '', ...more] = Object.keys(value);
    const argument = value[name];
    if (more.length === 0 && name === 'Ref') {
      return PSEUDO[String(argument)] ?? answered(stack, String(argument), undefined, answer);
    }
    if (more.length === 0 && name.startsWith('Fn::')) {
      return call(stack, name, argument, answer);
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, it]) => [key, resolve(stack, it, answer)]),
    );
  };
  const call = (stack: string, name: string, argument: unknown, answer: Answer): unknown => {
    if (name === 'Fn::Join') {
      const [glue, parts] = argument as [string, unknown[]];
      return parts.map((part) => resolve(stack, part, answer)).join(glue);
    }
    if (name === 'Fn::GetAtt') {
      const [id, attribute] = argument as [string, string];
      return answered(stack, id, attribute, answer);
    }
    if (name === 'Fn::ImportValue') {
      const output = imported(argument);
      return resolve(output.stack, output.value, answer);
    }
    throw new Error(`${stack} uses ${name}, which is not understood here.`);
  };
  const target = (stack: string, value: unknown): Resource => {
    const {
      Ref,
      'Fn::GetAtt': attribute,
      'Fn::ImportValue': name,
    } = value as Record<string, never>;
    if (name !== undefined) {
      const output = imported(name);
      return target(output.stack, output.value);
    }
    return find(stack, String(Ref ?? attribute?.[0]));
  };
  return {
    ofType: (type) => [...resources.values()].filter((resource) => resource.type === type),
    resolve,
    target,
  };
}
