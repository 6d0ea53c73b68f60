import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeStreamContract } from '@ventanilla/stream/contract';
import { describeUnless, freePort } from '@ventanilla/testing';
import { testKafka, testKafkaObstacle } from '@ventanilla/testing/kafka';
import type { ISocketFactory } from 'kafkajs';
import { createKafkaStream } from './index.ts';

const leaseMs = 6_000;

/** All connections of one client pass here, and stand still while it is frozen. */
const relay = async (target: { readonly host: string; readonly port: number }) => {
  const port = await freePort();
  const sockets = new Set<Socket>();
  let frozen = false;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    const far = connect(target.port, target.host);
    keep(near);
    keep(far);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    near.on('data', (bytes) => far.write(bytes));
    far.on('data', (bytes) => near.write(bytes));
    if (frozen) for (const socket of [near, far]) socket.pause();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const socketFactory: ISocketFactory = ({ onConnect }) => {
    const socket = connect({ host: '127.0.0.1', port }, onConnect);
    socket.setNoDelay(true);
    return socket;
  };
  return {
    socketFactory,
    freeze: () => {
      frozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw: () => {
      frozen = false;
      for (const socket of sockets) socket.resume();
    },
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
};

describeUnless(await testKafkaObstacle(), 'stream contract: kafka', () => {
  describeStreamContract(
    'kafka',
    async () => {
      const dataDir = mkdtempSync(join(tmpdir(), 'ventanilla-kafka-'));
      const kafka = await testKafka({ dataDir });
      const relays: Awaited<ReturnType<typeof relay>>[] = [];
      return {
        open: async () => {
          const own = await relay(kafka);
          relays.push(own);
          const timing = { leaseMs, renewEveryMs: 200, retryMinMs: 20, retryMaxMs: 500 };
          const stream = createKafkaStream({
            brokers: kafka.brokers,
            clientId: 'contract',
            socketFactory: own.socketFactory,
            timing,
          });
          return { stream, freeze: own.freeze, thaw: own.thaw };
        },
        disrupt: async () => {
          for (const { cut } of relays) cut();
        },
        close: async () => {
          for (const { close } of relays) close();
          await kafka.stop();
          rmSync(dataDir, { recursive: true, force: true });
        },
      };
    },
    { gapless: false, valueBytesMax: 1024 * 1024, returnsAtOnce: true, leaseMs },
  );
});
