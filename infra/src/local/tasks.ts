/** What Fargate would be told of each task, with every reference resolved. */
import type { Answer, Assembly, Resource } from './assembly.ts';

export interface Task {
  readonly name: string;
  readonly command: readonly string[];
  readonly user: string;
  readonly readOnlyRoot: boolean;
  /** Of the container, or of the whole task, which Fargate cuts off at. */
  readonly cpuUnits: number;
  readonly memoryMiB: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Setting to where its secret lies: the secret's resource, and a key of its JSON. */
  readonly secrets: Readonly<Record<string, SecretPlace>>;
  readonly writable: readonly string[];
  readonly stopSeconds: number;
  /** Argument list of the health check. */
  readonly health?: readonly string[];
  /** Containers of the task that are left to AWS. */
  readonly beside: readonly string[];
  /** Logical id of the task's role. */
  readonly role: string;
}

export interface SecretPlace {
  readonly secret: Resource;
  readonly key?: string;
}

// biome-ignore lint/suspicious/noExplicitAny: a container definition of a template.
type Container = any;

/** Tasks by name; the collector beside each service is left to AWS. */
export function readTasks(assembly: Assembly, answer: Answer): readonly Task[] {
  return assembly.ofType('AWS::ECS::TaskDefinition').map(({ stack, properties }) => {
    const [container, ...others] = properties.ContainerDefinitions as readonly Container[];
    const resolved = (value: unknown) => String(assembly.resolve(stack, value, answer));
    const environment = (container.Environment ?? []).map(({ Name, Value }: Container) => [
      Name,
      resolved(Value),
    ]);
    const secrets = (container.Secrets ?? []).map(({ Name, ValueFrom }: Container) => [
      Name,
      placeOf(assembly, stack, ValueFrom),
    ]);
    const [kind, ...health] = container.HealthCheck?.Command ?? [];
    return {
      name: container.Name,
      command: container.Command,
      user: container.User,
      readOnlyRoot: container.ReadonlyRootFilesystem === true,
      cpuUnits: Number(container.Cpu ?? properties.Cpu),
      memoryMiB: Number(container.Memory ?? properties.Memory),
      environment: Object.fromEntries(environment),
      secrets: Object.fromEntries(secrets),
      writable: (container.MountPoints ?? []).map(({ ContainerPath }: Container) => ContainerPath),
      stopSeconds: container.StopTimeout ?? 30,
      beside: others.map(({ Name }: Container) => Name),
      role: assembly.target(stack, properties.TaskRoleArn).id,
      ...(kind === 'CMD' && { health }),
    };
  });
}

/** `arn` alone, or `arn:key::` for one key of a secret's JSON. */
function placeOf(assembly: Assembly, stack: string, valueFrom: Container): SecretPlace {
  const join = valueFrom['Fn::Join'];
  if (join === undefined) return { secret: assembly.target(stack, valueFrom) };
  const [reference, tail] = join[1];
  return { secret: assembly.target(stack, reference), key: tail.split(':')[1] };
}
