/**
 * Who may deploy an environment from its repository: a workflow that GitHub vouches for, in the GitHub
 * environment of the same name, where people approve. No key is kept anywhere.
 */
import { ArnFormat, Aws, CfnOutput, Duration, type Stack } from 'aws-cdk-lib';
import { CfnOIDCProvider, PolicyStatement, Role, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';
import { type Site, stackOf } from '../constructs/site.ts';
import type { EnvironmentSettings } from '../settings/schema.ts';

const ISSUER = 'token.actions.githubusercontent.com';
const AUDIENCE = 'sts.amazonaws.com';
/** Of the CDK's bootstrap stack, as `cdk bootstrap` names it. */
const BOOTSTRAP = 'cdk-hnb659fds';
const EDGE_REGION = 'us-east-1';

export function createDeploy(site: Site): void {
  const { deployment } = site.settings;
  if (deployment === undefined) return;
  const stack = stackOf(site, 'deploy', 'who may deploy from the repository');
  const role = new Role(stack, 'Role', {
    roleName: `${site.prefix}-deploy`,
    description: `Deploys Ventanilla ${site.settings.name} from ${deployment.repository}`,
    maxSessionDuration: Duration.hours(2),
    assumedBy: new WebIdentityPrincipal(providerArn(stack, deployment), {
      StringEquals: {
        [`${ISSUER}:aud`]: AUDIENCE,
        // One environment of one repository; whoever may run there is settled by its rules.
        [`${ISSUER}:sub`]: `repo:${deployment.repository}:environment:${site.settings.name}`,
      },
    }),
  });
  for (const statement of rightsOf(stack, site)) role.addToPolicy(statement);
  new CfnOutput(stack, 'RoleArn', { value: role.roleArn });
}

/** An account has one provider for GitHub; an environment that shares it names it. */
function providerArn(
  stack: Stack,
  { oidcProviderArn }: NonNullable<EnvironmentSettings['deployment']>,
): string {
  if (oidcProviderArn !== undefined) return oidcProviderArn;
  const url = `https://${ISSUER}`;
  return new CfnOIDCProvider(stack, 'GitHub', { url, clientIdList: [AUDIENCE] }).attrArn;
}

/** What the steps of .github/workflows/deploy.yml do, and nothing that the CDK's own roles do for it. */
function rightsOf(stack: Stack, { settings, prefix }: Site): readonly PolicyStatement[] {
  const arn = (service: string, resource: string, resourceName: string) =>
    stack.formatArn({
      service,
      region: Aws.REGION,
      resource,
      resourceName,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
  const regions = [...new Set([settings.region, EDGE_REGION])];
  const bootstrapRoles = regions.flatMap((region) =>
    ['deploy', 'file-publishing', 'lookup'].map((name) =>
      stack.formatArn({
        service: 'iam',
        region: '',
        resource: 'role',
        resourceName: `${BOOTSTRAP}-${name}-role-${stack.account}-${region}`,
      }),
    ),
  );
  const compute = `${prefix}-compute`;
  return [
    new PolicyStatement({ actions: ['sts:AssumeRole'], resources: bootstrapRoles }),
    new PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }),
    new PolicyStatement({
      actions: [
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:CompleteLayerUpload',
        'ecr:DescribeImageScanFindings',
        'ecr:DescribeImages',
        'ecr:GetDownloadUrlForLayer',
        'ecr:InitiateLayerUpload',
        'ecr:PutImage',
        'ecr:UploadLayerPart',
      ],
      resources: [settings.imageRegistry, `${settings.imageRegistry}-collector`].map((name) =>
        arn('ecr', 'repository', name),
      ),
    }),
    new PolicyStatement({
      actions: ['cloudformation:DescribeStacks', 'cloudformation:DescribeStackResource'],
      resources: [`${arn('cloudformation', 'stack', compute)}/*`],
    }),
    // The migration: a revision of its task with the new image, run once where the services run.
    new PolicyStatement({ actions: ['ecs:DescribeTaskDefinition'], resources: ['*'] }),
    new PolicyStatement({
      actions: ['ecs:RegisterTaskDefinition', 'ecs:RunTask'],
      resources: [`${arn('ecs', 'task-definition', `${prefix}-migrate`)}:*`],
    }),
    new PolicyStatement({
      actions: ['ecs:DescribeServices', 'ecs:DescribeTasks'],
      resources: [
        arn('ecs', 'service', `${compute}-*/${compute}-*`),
        arn('ecs', 'task', `${compute}-*/*`),
      ],
    }),
    new PolicyStatement({
      actions: ['iam:PassRole'],
      resources: [
        stack.formatArn({
          service: 'iam',
          region: '',
          resource: 'role',
          resourceName: `${compute}-migratetask*`,
        }),
      ],
      conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    }),
  ];
}
