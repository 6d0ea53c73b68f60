/** Three neighbouring ports for the API, query and identity. */
import { createServer } from 'node:net';
import { CommandFailure, EXIT } from '../failure.ts';

export interface Ports {
  readonly api: number;
  readonly query: number;
  readonly identity: number;
}

const HIGHEST = 65_533;
/** How many neighbours are tried when the port was not asked for by name. */
const TRIES = 50;

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

const anyPort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

const triple = async (api: number): Promise<Ports | undefined> => {
  const free = await Promise.all([api, api + 1, api + 2].map(isFree));
  return free.every(Boolean) ? { api, query: api + 1, identity: api + 2 } : undefined;
};

/** The ports asked for, or a CommandFailure naming them; 0 asks for any free ones. */
export async function claimPorts(asked: number): Promise<Ports> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const api = asked === 0 ? Math.min(HIGHEST, await anyPort()) : asked;
    const ports = await triple(api);
    if (ports) return ports;
    if (asked !== 0) break;
  }
  throw new CommandFailure(
    asked === 0
      ? 'No three free ports in a row were found.'
      : `Ports ${asked}, ${asked + 1} and ${asked + 2} must be free and are not.`,
    { exitCode: EXIT.usage, hint: 'Choose others with --port P, or any free ones with --port 0.' },
  );
}

/** The preferred ports, or the next three in a row that are free. */
export async function preferPorts(preferred: number): Promise<Ports> {
  for (let offset = 0; offset < TRIES; offset += 1) {
    const ports = await triple(preferred + offset * 10);
    if (ports) return ports;
  }
  return claimPorts(0);
}
