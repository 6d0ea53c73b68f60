import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { ISocketFactory } from 'kafkajs';
import { createCutter, wholeResponses } from './whole-responses.ts';

const response = (text: string): Buffer => {
  const bytes = Buffer.alloc(4 + text.length);
  bytes.writeInt32BE(text.length);
  bytes.write(text, 4);
  return bytes;
};

describe('createCutter', () => {
  const stream = Buffer.concat([response('one'), response(''), response('three'), response('4')]);

  it.each([1, 2, 3, 5, 7, 11, 100])('finds responses in chunks of %i bytes', (size) => {
    const cut = createCutter();
    const given: Buffer[] = [];
    for (let at = 0; at < stream.length; at += size) {
      const whole = cut(stream.subarray(at, at + size));
      if (whole) given.push(whole);
    }
    expect(Buffer.concat(given)).toEqual(stream);
  });

  it('keeps the beginning of a response to itself', () => {
    const cut = createCutter();
    const [first, second] = [response('whole'), response('cut short')];
    expect(cut(Buffer.concat([first, second.subarray(0, 6)]))).toEqual(first);
    expect(cut(second.subarray(6, 8))).toBeUndefined();
    expect(cut(second.subarray(8))).toEqual(second);
  });

  it.each([
    ['HTTP', 'HTTP/1.1 400 Bad Request'],
    ['a TLS alert', '\x15\x03\x03\x00\x02\x02\x46'],
    ['a negative length', '\xff\xff\xff\xf0'],
  ])('refuses %s', (_, text) => {
    expect(() => createCutter()(Buffer.from(text, 'latin1'))).toThrow('no response of Kafka');
  });
});

describe('wholeResponses', () => {
  const open = async (serve: (socket: Socket) => void) => {
    const server = createServer(serve).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const create = (({ onConnect }) => connect(port, '127.0.0.1', onConnect)) as ISocketFactory;
    const heard: string[] = [];
    const socket = wholeResponses(create)({
      host: '127.0.0.1',
      port,
      ssl: {},
      onConnect: () => heard.push('connected'),
    });
    const ended = new Promise<void>((resolve) => socket.on('end', resolve));
    const failed = new Promise<Error>((resolve) => socket.on('error', resolve));
    socket.on('data', (bytes) => heard.push(bytes.toString('latin1', 4)));
    return { socket, heard, ended, failed, close: () => server.close() };
  };

  it('says nothing of a response that was cut short', async () => {
    const { heard, ended, socket, close } = await open((peer) => {
      peer.write(response('whole'));
      peer.end(response('cut short').subarray(0, 9));
    });
    await ended;
    expect(heard).toEqual(['connected', 'whole']);
    socket.end();
    close();
  });

  it('falls silent when it is ended', async () => {
    let answer = (): unknown => undefined;
    const { heard, socket, close } = await open((peer) => {
      answer = () => peer.write(response('too late'));
      peer.write(response('in time'));
    });
    await new Promise<void>((resolve) => socket.on('data', () => resolve()));
    socket.end();
    answer();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(heard).toEqual(['connected', 'in time']);
    close();
  });

  it('fails on what is no response', async () => {
    const { failed, close } = await open((peer) => peer.end('HTTP/1.1 400 Bad Request'));
    expect((await failed).message).toContain('no response of Kafka');
    close();
  });
});
