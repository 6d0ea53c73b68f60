/** Resources that hold what cannot be made again: a new logical id means a new, empty one. */

const STATEFUL =
  /^AWS::(S3::Bucket|KMS::Key|RDS::DBCluster|Kinesis::Stream|Cognito::UserPool|EC2::VPC|SecretsManager::Secret)$/;

interface StackOfTemplate {
  readonly stackName: string;
  readonly template: { readonly Resources?: Readonly<Record<string, { readonly Type: string }>> };
}

/** `stack id type`, sorted. */
export const statefulNames = (stacks: readonly StackOfTemplate[]): readonly string[] =>
  stacks
    .flatMap(({ stackName, template }) =>
      Object.entries(template.Resources ?? {})
        .filter(([, { Type }]) => STATEFUL.test(Type))
        .map(([id, { Type }]) => `${stackName} ${id} ${Type}`),
    )
    .sort();
