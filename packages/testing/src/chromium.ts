/** A page in a real browser, over its debugging protocol: what a person would open from a file. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const PROGRAM = 'chromium';

/** Whether there is a browser; where there is none, says so once on stderr. */
export function hasChromium(): boolean {
  try {
    execFileSync(PROGRAM, ['--version'], { stdio: 'pipe', timeout: 60_000 });
    return true;
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : 'unknown';
    process.stderr.write(`CHROMIUM ABSENT: ${why}; pages are not tested in a browser\n`);
    return false;
  }
}

type Answer = Readonly<Record<string, unknown>>;

export interface Page {
  /** The value of an expression, awaited. */
  readonly evaluate: (expression: string) => Promise<unknown>;
  /** Chooses a file for an `<input type="file">`. */
  readonly chooseFile: (selector: string, path: string) => Promise<void>;
  /** Roles and names as assistive technology is told them. */
  readonly accessible: () => Promise<readonly { readonly role: string; readonly name: string }[]>;
  /** Addresses of everything that the page has asked for. */
  readonly requests: readonly string[];
}

export interface Browser {
  /** Opens an address with the network cut off; `language` is the one that the browser prefers. */
  readonly open: (url: string, language: string) => Promise<Page>;
  readonly close: () => Promise<void>;
}

async function endpointOf(child: ChildProcess): Promise<string> {
  const lines = createInterface({ input: child.stderr ?? process.stdin });
  for await (const line of lines) {
    const [, endpoint] = /DevTools listening on (ws:\S+)/.exec(line) ?? [];
    if (endpoint) return endpoint;
  }
  throw new Error('the browser ended before it listened');
}

/** Calls by id, and events by name. */
async function connect(endpoint: string) {
  const socket = new WebSocket(endpoint);
  await once(socket, 'open');
  const waiting = new Map<number, (message: Answer) => void>();
  const listeners: ((method: string, params: Answer) => void)[] = [];
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Answer & { id?: number };
    if (message.id === undefined) {
      for (const listen of listeners) listen(String(message.method), message.params as Answer);
    } else waiting.get(message.id)?.(message);
  });
  let calls = 0;
  const call = async (method: string, params: object = {}, sessionId?: string): Promise<Answer> => {
    calls += 1;
    const id = calls;
    socket.send(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }));
    const message = await new Promise<Answer>((resolve) => waiting.set(id, resolve));
    waiting.delete(id);
    if (message.error) throw new Error(`${method}: ${JSON.stringify(message.error)}`);
    return message.result as Answer;
  };
  return { call, listen: (listener: (typeof listeners)[number]) => listeners.push(listener) };
}

/** A browser without a window; the caller closes it. */
export async function startChromium(): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'chromium-'));
  const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  const rest = ['--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'];
  const child = spawn(PROGRAM, [...flags, ...rest], { stdio: ['ignore', 'ignore', 'pipe'] });
  const { call, listen } = await connect(await endpointOf(child));
  const open = async (url: string, language: string): Promise<Page> => {
    const { targetId } = await call('Target.createTarget', { url: 'about:blank' });
    const attached = await call('Target.attachToTarget', { targetId, flatten: true });
    const send = (method: string, params: object = {}) =>
      call(method, params, String(attached.sessionId));
    const requests: string[] = [];
    let loaded = () => {};
    const load = new Promise<void>((resolve) => {
      loaded = resolve;
    });
    listen((method, params) => {
      if (method === 'Network.requestWillBeSent') {
        requests.push((params.request as { url: string }).url);
      }
      if (method === 'Page.loadEventFired') loaded();
    });
    const { userAgent } = await call('Browser.getVersion');
    await send('Network.enable');
    await send('Page.enable');
    const cutOff = { offline: true, latency: 0, downloadThroughput: 0, uploadThroughput: 0 };
    await send('Network.emulateNetworkConditions', cutOff);
    await send('Emulation.setUserAgentOverride', { userAgent, acceptLanguage: language });
    await send('Page.navigate', { url });
    await load;
    return {
      requests,
      evaluate: async (expression) => {
        const params = { expression, awaitPromise: true, returnByValue: true };
        const { result, exceptionDetails } = await send('Runtime.evaluate', params);
        if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
        return (result as { value?: unknown }).value;
      },
      chooseFile: async (selector, path) => {
        const { root } = await send('DOM.getDocument');
        const { nodeId } = root as { nodeId: number };
        const found = await send('DOM.querySelector', { nodeId, selector });
        await send('DOM.setFileInputFiles', { nodeId: found.nodeId, files: [path] });
      },
      accessible: async () => {
        const { nodes } = await send('Accessibility.getFullAXTree');
        type Node = { role?: { value: string }; name?: { value: string } };
        return (nodes as readonly Node[]).map(({ role, name }) => ({
          role: role?.value ?? '',
          name: name?.value ?? '',
        }));
      },
    };
  };
  const close = async () => {
    const ended = once(child, 'exit');
    await call('Browser.close');
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { open, close };
}
