/** Whether a task's role lets it do what it does: the part of IAM that our own policies use. */
import type { Answer, Assembly } from './assembly.ts';

export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** `StringEquals`: key to the values allowed. */
  readonly equals: Readonly<Record<string, readonly string[]>>;
  /** `StringLike`: key to the patterns allowed. */
  readonly like?: Readonly<Record<string, readonly string[]>>;
}

/** One call of a service, as IAM sees it. */
export interface Call {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
}

const list = <T>(value: T | readonly T[]): readonly T[] =>
  Array.isArray(value) ? value : [value as T];

const matches = (pattern: string, text: string): boolean =>
  pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : pattern === text;

/** A key that the call does not have is not equal to anything. */
export const allows = (statements: readonly Statement[], call: Call): boolean =>
  statements.some(
    ({ actions, resources, equals, like = {} }) =>
      actions.includes(call.action) &&
      resources.some((resource) => matches(resource, call.resource)) &&
      Object.entries(equals).every(([key, values]) => values.includes(call.context[key] ?? '')) &&
      Object.entries(like).every(([key, patterns]) =>
        patterns.some((pattern) => matches(pattern, call.context[key] ?? '')),
      ),
  );

interface RawStatement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;
}

/** What each role may do, by the role's logical id; throws on what is not understood here. */
export function policiesOf(
  assembly: Assembly,
  answer: Answer,
): ReadonlyMap<string, readonly Statement[]> {
  const policies = new Map<string, Statement[]>();
  for (const { stack, properties } of assembly.ofType('AWS::IAM::Policy')) {
    if (!stack.endsWith('-compute')) continue;
    const roles = properties.Roles.map((role: unknown) => assembly.target(stack, role).id);
    // What the agent of ECS and the scheduler may do before a task runs is not asked of anything here.
    for (const role of roles.filter((id: string) => id.includes('TaskRole'))) {
      const raw = assembly.resolve(stack, properties.PolicyDocument.Statement, answer);
      const statements = (raw as readonly RawStatement[]).map(statementOf);
      policies.set(role, [...(policies.get(role) ?? []), ...statements]);
    }
  }
  return policies;
}

function statementOf({ Effect, Action, Resource, Condition = {} }: RawStatement): Statement {
  const unknown = Object.keys(Condition).filter(
    (operator) => operator !== 'StringEquals' && operator !== 'StringLike',
  );
  if (Effect !== 'Allow' || unknown.length > 0) {
    throw new Error(`A policy with ${Effect} and ${unknown.join(', ')} is not understood here.`);
  }
  return {
    actions: list(Action),
    resources: list(Resource),
    equals: listsOf(Condition.StringEquals),
    like: listsOf(Condition.StringLike),
  };
}

const listsOf = (
  values: Readonly<Record<string, string | readonly string[]>> = {},
): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, list(value)]));
