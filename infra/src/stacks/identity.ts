/** Who may call: people sign in with a second factor, machines by client credentials. */
import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  FeaturePlan,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  StandardThreatProtectionMode,
  StringAttribute,
  UserPool,
  type UserPoolClient,
  type UserPoolResourceServer,
} from 'aws-cdk-lib/aws-cognito';
import { isProduction, type Site, stackOf } from '../constructs/site.ts';

export const SCOPES = [
  'documents:submit',
  'documents:read',
  'documents:search',
  'originals:read',
  'totals:read',
  'audit:read',
  'operate',
] as const;
const ROLES = ['taxpayer', 'certifier', 'auditor', 'official', 'operator'] as const;
export const RESOURCE_SERVER = 'ventanilla';

export interface Identity {
  readonly pool: UserPool;
  readonly resources: UserPoolResourceServer;
  readonly portalClient: UserPoolClient;
  /** A client for machines; one a dedicated taxpayer or certifier. */
  readonly machineClient: (
    id: string,
    scopes: readonly (typeof SCOPES)[number][],
  ) => UserPoolClient;
}

export function createIdentity(site: Site): Identity {
  const stack = stackOf(site, 'identity', 'people, machines and their scopes');
  const pool = createPool(stack, site);
  const scopes = SCOPES.map(
    (scope) => new ResourceServerScope({ scopeName: scope, scopeDescription: scope }),
  );
  const resources = pool.addResourceServer('Resources', { identifier: RESOURCE_SERVER, scopes });
  const scopeOf = (name: string) =>
    OAuthScope.resourceServer(resources, scopes[SCOPES.indexOf(name as (typeof SCOPES)[number])]!);
  pool.addDomain('Domain', {
    cognitoDomain: { domainPrefix: site.settings.identity.domainPrefix },
  });
  for (const role of ROLES) {
    new CfnUserPoolGroup(stack, `Group${role}`, { userPoolId: pool.userPoolId, groupName: role });
  }
  const tokens = { accessTokenValidity: Duration.hours(1), enableTokenRevocation: true };
  return {
    pool,
    resources,
    portalClient: pool.addClient('Portal', {
      ...tokens,
      refreshTokenValidity: Duration.hours(12),
      preventUserExistenceErrors: true,
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        callbackUrls: [...site.settings.identity.callbackUrls],
        scopes: [OAuthScope.OPENID, ...SCOPES.filter((name) => name !== 'operate').map(scopeOf)],
      },
    }),
    machineClient: (id, names) =>
      pool.addClient(`Machine${id}`, {
        ...tokens,
        userPoolClientName: `${site.prefix}-${id}`,
        generateSecret: true,
        oAuth: { flows: { clientCredentials: true }, scopes: names.map(scopeOf) },
      }),
  };
}

const createPool = (stack: Stack, site: Site): UserPool =>
  new UserPool(stack, 'Users', {
    userPoolName: site.prefix,
    featurePlan: FeaturePlan.PLUS,
    standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
    // Taxpayers are registered by the authority, never by themselves.
    selfSignUpEnabled: false,
    signInAliases: { email: true },
    mfa: Mfa.REQUIRED,
    mfaSecondFactor: { otp: true, sms: false },
    passwordPolicy: {
      minLength: 14,
      requireDigits: true,
      requireLowercase: true,
      requireUppercase: true,
      requireSymbols: true,
      tempPasswordValidity: Duration.days(3),
    },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    customAttributes: {
      taxpayer_id: new StringAttribute({ mutable: true, maxLen: 40 }),
      regions: new StringAttribute({ mutable: true, maxLen: 500 }),
    },
    deletionProtection: isProduction(site),
    removalPolicy: RemovalPolicy.RETAIN,
  });
