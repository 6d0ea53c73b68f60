import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { type ISocketFactory, Kafka, type KafkaConfig, logLevel, type SASLOptions } from 'kafkajs';
import Cluster from 'kafkajs/src/cluster/index.js';
import loggers from 'kafkajs/src/loggers/index.js';
import createSocketFactory from 'kafkajs/src/network/socketFactory.js';
import { quietenRequestQueues } from './request-queue.ts';
import { wholeResponses } from './whole-responses.ts';

export interface ConnectionSettings {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly ssl?: ConnectionOptions | boolean;
  readonly sasl?: SASLOptions;
  /** Tests put themselves in between here. */
  readonly socketFactory?: ISocketFactory;
}

const REQUEST_TIMEOUT_MS = 15_000;
/** Of one attempt inside kafkajs; we try again ourselves, and know until when. */
const RETRY = { retries: 2, initialRetryTime: 50, maxRetryTime: 300 } as const;
const READ_COMMITTED = 1;

// Its log lines may hold record keys; what matters comes back to us as an error anyway.
const silent = () => () => {};

/** kafkajs's public client, for producing and administration. */
export const openClient = (settings: ConnectionSettings): Kafka => {
  quietenRequestQueues();
  const { brokers, clientId, ssl, sasl, socketFactory } = settings;
  const config: KafkaConfig = {
    brokers: [...brokers],
    clientId,
    connectionTimeout: 3_000,
    requestTimeout: REQUEST_TIMEOUT_MS,
    retry: RETRY,
    logLevel: logLevel.NOTHING,
    logCreator: silent,
    ...(ssl !== undefined && { ssl }),
    socketFactory: wholeResponses(socketFactory ?? createSocketFactory()),
    ...(sasl && { sasl }),
  };
  return new Kafka(config);
};

/**
 * kafkajs's own view of the cluster, with its protocol. Its consumer on top of this loses records on a
 * graceful stop, commits under generations it does not belong to, and stays alive consuming nothing
 * after a rebalance at the wrong moment; so groups are driven by our engine, over this.
 */
export const openCluster = (settings: ConnectionSettings): Cluster => {
  quietenRequestQueues();
  const { brokers, clientId, ssl, sasl, socketFactory } = settings;
  const sockets = new Set<Socket>();
  const create = socketFactory ?? createSocketFactory();
  const cluster = new Cluster({
    logger: loggers.createLogger({ level: logLevel.NOTHING, logCreator: silent }),
    retry: RETRY,
    socketFactory: wholeResponses((where) => {
      const socket = create(where);
      sockets.add(socket);
      return socket.once('close', () => sockets.delete(socket));
    }),
    brokers: [...brokers],
    clientId,
    ssl,
    sasl,
    connectionTimeout: 3_000,
    authenticationTimeout: 10_000,
    reauthenticationThreshold: 10_000,
    requestTimeout: REQUEST_TIMEOUT_MS,
    enforceRequestTimeout: true,
    metadataMaxAge: 60_000,
    allowAutoTopicCreation: false,
    maxInFlightRequests: null,
    isolationLevel: READ_COMMITTED,
  });
  const disconnect = cluster.disconnect.bind(cluster);
  // Requests that find a connection not yet open each open one, and kafkajs forgets all but the last:
  // one left open would keep a command from ending.
  cluster.disconnect = async () => {
    await disconnect().finally(() => {
      for (const socket of sockets) socket.destroy();
    });
  };
  return cluster;
};

/** A cluster that is connected when it is needed, again and again. */
export const connected = async (cluster: Cluster): Promise<Cluster> => {
  if (!cluster.isConnected()) await cluster.connect();
  await cluster.refreshMetadataIfNecessary();
  return cluster;
};
