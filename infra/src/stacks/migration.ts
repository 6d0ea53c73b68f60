/** The one-off task that brings the hot store to the version of the images, before the services. */
import type { Stack } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { ContainerImage, FargateTaskDefinition, LogDrivers, Secret } from 'aws-cdk-lib/aws-ecs';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { USER } from '../constructs/fargate-service.ts';
import type { Site } from '../constructs/site.ts';
import { DATABASE_CA_FILE, DATABASE_NAME, DATABASE_PORT, type Data } from './data.ts';
import type { RoleSecret } from './secrets.ts';

export interface MigrationNeeds {
  readonly secrets: ReadonlyMap<string, RoleSecret>;
  readonly secretsKeyArn: string;
  readonly logGroup: ILogGroup;
}

/** Run by the deployment (`aws ecs run-task`, see docs/aws.md); may run again at any time. */
export function migrationTask(
  stack: Stack,
  { settings, prefix }: Site,
  { data }: { readonly data: Data },
  { secrets, secretsKeyArn, logGroup }: MigrationNeeds,
): FargateTaskDefinition {
  const owner = data.database.secret as ISecret;
  const task = new FargateTaskDefinition(stack, 'migrate-task', {
    family: `${prefix}-migrate`,
    cpu: 256,
    memoryLimitMiB: 512,
  });
  task.addToExecutionRolePolicy(
    new PolicyStatement({ actions: ['kms:Decrypt'], resources: [secretsKeyArn] }),
  );
  const passwords = [...secrets].map(([role, { password }]) => [
    `PASSWORD_${role.toUpperCase()}`,
    Secret.fromSecretsManager(password),
  ]);
  task.addContainer('migrate', {
    image: ContainerImage.fromEcrRepository(
      Repository.fromRepositoryName(stack, 'MigrationImages', settings.imageRegistry),
      settings.imageTag,
    ),
    command: ['packages/database/src/main.ts'],
    user: USER,
    readonlyRootFilesystem: true,
    environment: {
      OWNER_PORT: String(DATABASE_PORT),
      OWNER_DATABASE: DATABASE_NAME,
      OWNER_SSLROOTCERT: DATABASE_CA_FILE,
    },
    secrets: {
      OWNER_HOST: Secret.fromSecretsManager(owner, 'host'),
      OWNER_USERNAME: Secret.fromSecretsManager(owner, 'username'),
      OWNER_PASSWORD: Secret.fromSecretsManager(owner, 'password'),
      ...Object.fromEntries(passwords),
    },
    logging: LogDrivers.awsLogs({ logGroup, streamPrefix: 'migrate' }),
  });
  return task;
}
