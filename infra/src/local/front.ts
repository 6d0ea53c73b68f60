/**
 * The way in as the templates describe it: what the general API has as a method passes, with one of the
 * scopes that the method asks for, and goes where the rules of the load balancer say.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer, Assembly } from './assembly.ts';

interface Method {
  readonly verb: string;
  /** As clients write it. */
  readonly path: RegExp;
  /** As the load balancer sees it, for such a path. */
  readonly onward: (path: string) => string;
  /** undefined: public. */
  readonly scopes?: readonly string[];
}

interface Rule {
  readonly priority: number;
  readonly verbs?: readonly string[];
  readonly paths: readonly RegExp[];
  readonly service: string;
}

type Reference = Readonly<Record<string, unknown>>;

const escaped = (text: string) => text.replaceAll(/[.+^$()|[\]\\]/g, '\\$&');

/** Path of a resource of an API, from its root. */
function pathOf(assembly: Assembly, stack: string, reference: Reference): string {
  const { type, properties } = assembly.target(stack, reference);
  if (type !== 'AWS::ApiGateway::Resource') return '';
  return `${pathOf(assembly, stack, properties.ParentId)}/${properties.PathPart}`;
}

/** Each base path into the general API, then its resources; the stage goes before what is sent on. */
export function methodsOf(assembly: Assembly, answer: Answer): readonly Method[] {
  const isGeneral = ({ stack }: { readonly stack: string }) => stack.endsWith('-api');
  const mappings = assembly.ofType('AWS::ApiGateway::BasePathMapping').filter(isGeneral);
  return mappings.flatMap(({ stack, properties: mapping }) => {
    const stage = assembly.target(stack, mapping.Stage).properties.StageName;
    return assembly
      .ofType('AWS::ApiGateway::Method')
      .filter(isGeneral)
      .map(({ properties }) => {
        const path = `/${mapping.BasePath}${pathOf(assembly, stack, properties.ResourceId)}`;
        const uri = String(assembly.resolve(stack, properties.Integration.Uri, answer));
        const [, , , ...sent] = uri.split('/');
        const pattern = escaped(path)
          .replaceAll(/\{([a-z]+)\\\+\}/g, '(?<$1>.+)')
          .replaceAll(/\{([a-z]+)\}/g, '(?<$1>[^/]+)');
        const regExp = new RegExp(`^${pattern}$`);
        const isPublic = properties.AuthorizationType === 'NONE';
        return {
          verb: properties.HttpMethod,
          path: regExp,
          onward: (from: string) =>
            `/${stage}/${sent.join('/')}`.replaceAll(
              /\{([a-z]+)\}/g,
              (_, name: string) => regExp.exec(from)?.groups?.[name] ?? '',
            ),
          ...(!isPublic && { scopes: properties.AuthorizationScopes }),
        };
      });
  });
}

export function rulesOf(assembly: Assembly): readonly Rule[] {
  const serviceOf = new Map<string, string>();
  for (const { stack, properties } of assembly.ofType('AWS::ECS::Service')) {
    for (const { TargetGroupArn, ContainerName } of properties.LoadBalancers ?? []) {
      serviceOf.set(assembly.target(stack, TargetGroupArn).id, ContainerName);
    }
  }
  return assembly
    .ofType('AWS::ElasticLoadBalancingV2::ListenerRule')
    .map(({ stack, properties }) => {
      const values = (field: string, config: string): readonly string[] | undefined =>
        properties.Conditions.find(({ Field }: { Field: string }) => Field === field)?.[config]
          .Values;
      const group = assembly.target(stack, properties.Actions[0].TargetGroupArn).id;
      const verbs = values('http-request-method', 'HttpRequestMethodConfig');
      const paths = values('path-pattern', 'PathPatternConfig') ?? ['*'];
      return {
        priority: properties.Priority,
        paths: paths.map((it) => new RegExp(`^${escaped(it).replaceAll('*', '.*')}$`)),
        service: serviceOf.get(group) ?? '',
        ...(verbs !== undefined && { verbs }),
      };
    })
    .sort((a, b) => a.priority - b.priority);
}

export interface Front {
  readonly url: string;
  readonly close: () => Promise<void>;
}

export interface FrontNeeds {
  readonly methods: readonly Method[];
  readonly rules: readonly Rule[];
  /** Where a service listens. */
  readonly addressOf: (service: string) => { readonly hostname: string; readonly port: number };
}

/** The scopes of a token; whether it is genuine is for the services to check. */
function scopesIn({ headers }: IncomingMessage): readonly string[] {
  const body = /^Bearer [^.]+\.([^.]+)\./.exec(headers.authorization ?? '')?.[1];
  if (body === undefined) return [];
  const { scope = '' } = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
  return String(scope).split(' ');
}

/** Listens at once, so that its address is known before any service starts. */
export async function startFront(host: string, needs: () => FrontNeeds): Promise<Front> {
  const server = createServer((incoming, response) => pass(incoming, response, needs()));
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function pass(incoming: IncomingMessage, response: ServerResponse, needs: FrontNeeds): void {
  const { method: verb = '', url = '', headers } = incoming;
  const [path = '', ...query] = url.split('?');
  const refuse = (status: number, message: string): void => {
    incoming.resume();
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ message }));
  };
  const method = needs.methods.find((it) => it.verb === verb && it.path.test(path));
  if (method === undefined) {
    refuse(403, 'Missing Authentication Token');
    return;
  }
  const scopes = scopesIn(incoming);
  if (method.scopes && !method.scopes.some((scope) => scopes.includes(scope))) {
    refuse(401, 'Unauthorized');
    return;
  }
  const onwardPath = method.onward(path);
  const rule = needs.rules.find(
    ({ verbs, paths }) =>
      (verbs?.includes(verb) ?? true) && paths.some((it) => it.test(onwardPath)),
  );
  if (rule === undefined) {
    refuse(404, 'No rule of the load balancer takes this path.');
    return;
  }
  const onward = request(
    {
      ...needs.addressOf(rule.service),
      method: verb,
      path: [onwardPath, ...query].join('?'),
      headers: { ...headers, 'x-forwarded-for': incoming.socket.remoteAddress ?? '' },
    },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  onward.on('error', () => (response.headersSent ? response.destroy() : refuse(503, 'Down')));
  incoming.pipe(onward);
}
