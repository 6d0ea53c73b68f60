/** The API of a platform running here, as its demonstration certifier. */
import { type Api, connectApi } from '../client/api.ts';
import { tokensFrom } from '../client/tokens.ts';
import { CommandFailure } from '../failure.ts';
import type { Home } from '../platform/home.ts';
import { readDemoSecret } from '../platform/secrets.ts';
import type { PlatformState } from '../platform/state.ts';

export const DEMO_CLIENT = 'demo-certifier';

export interface DemoApi extends Api {
  readonly token: () => Promise<string>;
}

export function connectDemo(
  home: Home,
  state: Pick<PlatformState, 'api' | 'identity'>,
  connections = 16,
): DemoApi {
  const clientSecret = readDemoSecret(home, DEMO_CLIENT);
  if (clientSecret === undefined) {
    throw new CommandFailure(`There is no client ${DEMO_CLIENT} in ${home.secrets}.`);
  }
  const tokens = tokensFrom(state.identity, { clientId: DEMO_CLIENT, clientSecret });
  return { ...connectApi({ url: state.api, tokens, connections }), token: tokens.token };
}
