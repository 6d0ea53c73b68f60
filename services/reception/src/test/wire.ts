/** Talking to reception byte by byte, for what no HTTP client would send. */
import { type AddressInfo, connect } from 'node:net';
import type { Rig } from './rig.ts';

/**
 * Sends `bytes` and gives back all that is answered. `half-close`: nothing more will be sent; `keep`:
 * the connection stays open until a problem has been read.
 */
export async function talk(rig: Rig, bytes: string, end: 'half-close' | 'keep'): Promise<string> {
  if (!rig.app.server.listening) await rig.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = rig.app.server.address() as AddressInfo;
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString();
    if (end === 'keep' && answer.includes('"code"')) socket.destroy();
  });
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.once('end', () => socket.destroy());
  if (end === 'half-close') socket.end(bytes);
  else socket.write(bytes);
  await closed;
  return answer;
}

/** The head of a document's request with more header lines. */
export const documentHead = (rig: Rig, ...more: readonly string[]): string =>
  [
    'POST /v1/documents HTTP/1.1',
    'host: x',
    `authorization: ${rig.bearer}`,
    'content-type: application/xml',
    ...more,
    '',
    '',
  ].join('\r\n');
