/**
 * CloudFormation templates for authorities that use no CDK: no assets, no bootstrap, and what differs by
 * site as parameters, with the values of the environment's file as their defaults.
 */
import { type App, DefaultStackSynthesizer } from 'aws-cdk-lib';
import type { EnvironmentSettings } from './settings/schema.ts';
import { createApp, createSite } from './site.ts';

export interface Parameter {
  readonly name: string;
  readonly value: string;
  readonly description: string;
}

export interface Template {
  /** In the order in which they are deployed. */
  readonly stack: string;
  readonly region: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export const parametersOf = (settings: EnvironmentSettings): readonly Parameter[] => [
  {
    name: 'ApiHost',
    value: new URL(settings.api.publicUrl).hostname,
    description: 'Name of the general API; dedicated ones are below it',
  },
  {
    name: 'ApiCertificateArn',
    value: settings.api.certificateArn,
    description: 'Certificate of the API, for its name and all names below it',
  },
  {
    name: 'IdentityDomainPrefix',
    value: settings.identity.domainPrefix,
    description: 'Start of the host name of the sign-in pages; unique in the region',
  },
  {
    name: 'CallbackUrl',
    value: settings.identity.callbackUrls[0] as string,
    description: 'Where the portal takes people that have signed in',
  },
  {
    name: 'AlarmEmail',
    value: settings.alarms.emails[0] as string,
    description: 'Who is told of alarms',
  },
  {
    name: 'LakeAdministratorArn',
    value: settings.analytics.lakeAdministratorArns[0] ?? '',
    description: 'Role that administers Lake Formation',
  },
];

/** Parameters whose value is part of longer texts; the others stand alone. */
const EMBEDDED = new Set(['ApiHost']);

const withoutBootstrap = (): App =>
  createApp({
    defaultStackSynthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
  });

export function templatesOf(settings: EnvironmentSettings): readonly Template[] {
  const app = withoutBootstrap();
  // The repository's own workflow deploys by the CDK: whoever uses none has another way.
  const { deployment: _, ...others } = settings;
  createSite(app, others);
  const parameters = parametersOf(settings).filter(({ value }) => value !== '');
  return app.synth().stacks.map(({ stackName, environment, template }) => ({
    stack: stackName,
    region: environment.region,
    body: parameterised(template, parameters),
  }));
}

/** Every occurrence of a parameter's value becomes a reference to it; only those used are declared. */
export function parameterised(
  template: Readonly<Record<string, unknown>>,
  parameters: readonly Parameter[],
): Readonly<Record<string, unknown>> {
  const used = new Set<Parameter>();
  const replaced = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(replaced);
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, replaced(it)]));
    }
    if (typeof value !== 'string') return value;
    const whole = parameters.find((parameter) => parameter.value === value);
    if (whole !== undefined) {
      used.add(whole);
      return { Ref: whole.name };
    }
    const part = parameters.find(
      (parameter) => EMBEDDED.has(parameter.name) && value.includes(parameter.value),
    );
    if (part === undefined) return value;
    used.add(part);
    // `${` of the text itself is no reference.
    const text = value.replaceAll('${', '${!').replaceAll(part.value, `\${${part.name}}`);
    return { 'Fn::Sub': text };
  };
  const body = { ...template };
  for (const section of ['Resources', 'Outputs']) {
    if (body[section] !== undefined) body[section] = replaced(body[section]);
  }
  const declared = [...used].map(({ name, value, description }) => [
    name,
    { Type: 'String', Default: value, Description: description },
  ]);
  const already = (template.Parameters ?? {}) as object;
  const all = { ...already, ...Object.fromEntries(declared) };
  return Object.keys(all).length === 0 ? body : { ...body, Parameters: all };
}
