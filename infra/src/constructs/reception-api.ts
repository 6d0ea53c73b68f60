/** A way in for machines: token, scope, rate and size are judged before a service hears of a request. */
import { CfnOutput, Duration, type Stack } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  AuthorizationType,
  type CfnMethod,
  CognitoUserPoolsAuthorizer,
  DomainName,
  EndpointType,
  HttpIntegration,
  type IResource,
  LogGroupLogDestination,
  MethodLoggingLevel,
  type MethodOptions,
  Period,
  type RequestValidator,
  RestApi,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { RESOURCE_SERVER } from '../stacks/identity.ts';

export interface ApiNeeds {
  readonly name: string;
  readonly pool: IUserPool;
  readonly vpcLinkId: string;
  readonly balancerArn: string;
  /** Name of this API, which is also what the load balancer's certificate is checked for. */
  readonly domain: string;
  readonly certificateArn: string;
  readonly webAclArn: string;
  readonly logGroup: ILogGroup;
  readonly requestsPerSecond: number;
  readonly burst: number;
  /** Requests a day of the one client of a dedicated API; none for the general one. */
  readonly requestsPerDay?: number;
}

/**
 * A private integration puts the stage before the path that the load balancer sees, so it is the version
 * that our routes begin with. The same name is the base path under the API's own domain.
 */
const STAGE = 'v1';
/** Where verifiers look for keys: a second base path into the same stage. */
const WELL_KNOWN = '.well-known';
const scope = (name: string) => `${RESOURCE_SERVER}/${name}`;

interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Empty: public. */
  readonly scopes: readonly string[];
  /** Base path of its own; else that of the version. */
  readonly under?: typeof WELL_KNOWN;
}

/** Every route of ours; what is not here does not exist from outside. */
export const ROUTES: readonly Route[] = [
  { method: 'POST', path: 'documents', scopes: ['documents:submit'] },
  { method: 'GET', path: 'documents', scopes: ['documents:search'] },
  { method: 'POST', path: 'documents/lookup', scopes: ['documents:read', 'documents:submit'] },
  { method: 'GET', path: 'documents/{id}', scopes: ['documents:read', 'documents:submit'] },
  { method: 'GET', path: 'documents/{id}/{part}', scopes: ['documents:read', 'originals:read'] },
  { method: 'POST', path: 'batches', scopes: ['documents:submit'] },
  { method: 'GET', path: 'batches/{id}', scopes: ['documents:read', 'documents:submit'] },
  { method: 'GET', path: 'batches/{id}/results', scopes: ['documents:read', 'documents:submit'] },
  { method: 'GET', path: 'uploads', scopes: ['documents:submit'] },
  { method: 'POST', path: 'uploads', scopes: ['documents:submit'] },
  { method: 'POST', path: 'uploads/{id}/complete', scopes: ['documents:submit'] },
  { method: 'GET', path: 'totals/daily', scopes: ['totals:read'] },
  { method: 'GET', path: 'audit', scopes: ['audit:read'] },
  { method: 'GET', path: 'completeness', scopes: [] },
  { method: 'GET', path: 'rules', scopes: [] },
  { method: 'GET', path: 'schemas/invoice.json', scopes: [] },
  { method: 'GET', path: 'openapi.json', scopes: [] },
  { method: 'GET', path: 'public/check', scopes: [] },
  { method: 'GET', path: 'public/check/{id}', scopes: [] },
  { method: 'GET', path: 'log/{piece+}', scopes: [] },
  { method: 'GET', path: 'ventanilla/keys.json', scopes: [], under: WELL_KNOWN },
];

export function receptionApi(stack: Stack, needs: ApiNeeds): RestApi {
  const api = new RestApi(stack, 'Api', {
    restApiName: needs.name,
    endpointTypes: [EndpointType.REGIONAL],
    // One way in, under the name that its users know.
    disableExecuteApiEndpoint: true,
    // Compressed bodies and ZIP archives pass as they are.
    binaryMediaTypes: ['*/*'],
    cloudWatchRole: false,
    deployOptions: {
      stageName: STAGE,
      throttlingRateLimit: needs.requestsPerSecond,
      throttlingBurstLimit: needs.burst,
      accessLogDestination: new LogGroupLogDestination(needs.logGroup),
      accessLogFormat: AccessLogFormat.jsonWithStandardFields({
        caller: false,
        httpMethod: true,
        ip: true,
        protocol: true,
        requestTime: true,
        resourcePath: true,
        responseLength: true,
        status: true,
        user: true,
      }),
      loggingLevel: MethodLoggingLevel.ERROR,
      // Would write documents into logs.
      dataTraceEnabled: false,
      metricsEnabled: true,
      tracingEnabled: true,
    },
  });
  const authorizer = new CognitoUserPoolsAuthorizer(stack, 'Authorizer', {
    cognitoUserPools: [needs.pool],
    resultsCacheTtl: Duration.minutes(5),
  });
  // Parameters of paths; bodies are documents, which reception judges.
  const validator = api.addRequestValidator('Validator', {
    validateRequestBody: true,
    validateRequestParameters: true,
  });
  addDomain(stack, api, needs);
  for (const route of ROUTES) addRoute(api.root, route, { authorizer, validator }, needs);
  if (needs.requestsPerDay !== undefined) {
    const plan = api.addUsagePlan('Plan', {
      name: needs.name,
      throttle: { rateLimit: needs.requestsPerSecond, burstLimit: needs.burst },
      quota: { limit: needs.requestsPerDay, period: Period.DAY },
    });
    plan.addApiStage({ stage: api.deploymentStage });
  }
  new CfnWebACLAssociation(stack, 'Guard', {
    resourceArn: api.deploymentStage.stageArn,
    webAclArn: needs.webAclArn,
  });
  return api;
}

function addDomain(stack: Stack, api: RestApi, { domain, certificateArn }: ApiNeeds): void {
  const name = new DomainName(stack, 'Domain', {
    domainName: domain,
    certificate: Certificate.fromCertificateArn(stack, 'DomainCertificate', certificateArn),
    endpointType: EndpointType.REGIONAL,
    securityPolicy: SecurityPolicy.TLS_1_2,
  });
  for (const basePath of [STAGE, WELL_KNOWN]) name.addBasePathMapping(api, { basePath });
  new CfnOutput(stack, 'DomainTarget', {
    description: `What the DNS name ${domain} must point at`,
    value: name.domainNameAliasDomainName,
  });
}

interface Guards {
  readonly authorizer: CognitoUserPoolsAuthorizer;
  readonly validator: RequestValidator;
}

function addRoute(
  root: IResource,
  route: Route,
  { authorizer, validator }: Guards,
  needs: ApiNeeds,
): void {
  const resource = root.resourceForPath(route.path);
  const names = [...route.path.matchAll(/\{([a-z]+)\+?\}/g)].map(([, name]) => name as string);
  const pathParameters = (prefix: string, value: (name: string) => string | boolean) =>
    Object.fromEntries(names.map((name) => [`${prefix}.request.path.${name}`, value(name)]));
  const options: MethodOptions = {
    requestValidator: validator,
    requestParameters: pathParameters('method', () => true) as Record<string, boolean>,
    ...(route.scopes.length > 0
      ? {
          authorizer,
          authorizationType: AuthorizationType.COGNITO,
          authorizationScopes: route.scopes.map(scope),
        }
      : { authorizationType: AuthorizationType.NONE }),
  };
  const base = route.under === undefined ? '' : `${route.under}/`;
  const url = `https://${needs.domain}/${base}${route.path.replace('+', '')}`;
  const method = resource.addMethod(
    route.method,
    new HttpIntegration(url, {
      httpMethod: route.method,
      proxy: true,
      options: {
        requestParameters: pathParameters(
          'integration',
          (name) => `method.request.path.${name}`,
        ) as Record<string, string>,
        timeout: Duration.seconds(29),
      },
    }),
    options,
  );
  // A link straight to the load balancer (version 2): the construct knows only the older kind.
  const cfn = method.node.defaultChild as CfnMethod;
  cfn.addPropertyOverride('Integration.ConnectionType', 'VPC_LINK');
  cfn.addPropertyOverride('Integration.ConnectionId', needs.vpcLinkId);
  cfn.addPropertyOverride('Integration.IntegrationTarget', needs.balancerArn);
}
