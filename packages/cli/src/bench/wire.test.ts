import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openWire, readAnswer } from './wire.ts';

describe('readAnswer', () => {
  const whole = Buffer.from('HTTP/1.1 202 Accepted\r\nContent-Length: 3\r\n\r\nabc');

  it('waits until all of it is here, and leaves what comes after', () => {
    expect(readAnswer(whole.subarray(0, 20))).toBeUndefined();
    expect(readAnswer(whole.subarray(0, -1))).toBeUndefined();
    const read = readAnswer(Buffer.concat([whole, Buffer.from('HTTP')]));
    expect([read?.answer.status, read?.answer.body.toString(), read?.size]).toEqual([
      202,
      'abc',
      whole.length,
    ]);
  });

  it('refuses what it does not understand', () => {
    expect(() => readAnswer(Buffer.from('HTTP/1.1 200 OK\r\n\r\n'))).toThrow('Content-Length');
  });
});

describe('openWire', () => {
  it('sends, receives, and connects again after the server closed', async () => {
    const bodies: string[] = [];
    const server = createServer(async (incoming, response) => {
      const chunks = await incoming.toArray();
      bodies.push(Buffer.concat(chunks).toString());
      if (bodies.length === 2) incoming.socket.destroy();
      else response.writeHead(202, { 'content-length': 2 }).end('ok');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const wire = openWire('127.0.0.1', port);
    const head = 'POST /v1/documents HTTP/1.1\r\nHost: localhost\r\n';
    const first = await wire.post(head, Buffer.from('one'));
    expect([first.status, first.body.toString()]).toEqual([202, 'ok']);
    await expect(wire.post(head, Buffer.from('two'))).rejects.toThrow();
    expect((await wire.post(head, Buffer.from('three'))).status).toBe(202);
    expect(bodies).toEqual(['one', 'two', 'three']);
    wire.close();
    server.close();
  });
});
