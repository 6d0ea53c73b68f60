import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import { quietenRequestQueues } from './request-queue.ts';

const queueOf = (maxInFlightRequests: number) => {
  const quiet = { debug: () => {}, warn: () => {} };
  return new RequestQueue({ maxInFlightRequests, requestTimeout: 1_000, logger: quiet });
};

const request = (correlationId: number, sent: number[]) => ({
  entry: { correlationId, resolve: () => {}, reject: () => {} },
  expectResponse: true,
  sendRequest: () => sent.push(correlationId),
});

const answer = (correlationId: number) => ({ correlationId, payload: Buffer.alloc(0), size: 0 });

describe('quietenRequestQueues', () => {
  beforeAll(quietenRequestQueues);

  it('arms no timer when the last request is answered', () => {
    const sent: number[] = [];
    const queue = queueOf(1);
    queue.push(request(1, sent));
    queue.fulfillRequest(answer(1));
    expect([sent, queue.throttleCheckTimeoutId]).toEqual([[1], null]);
  });

  it('still sends what waited for a free place or for the end of a throttle', async () => {
    const sent: number[] = [];
    const queue = queueOf(1);
    queue.push(request(1, sent));
    queue.push(request(2, sent));
    queue.fulfillRequest(answer(1));
    queue.maybeThrottle(20);
    queue.push(request(3, sent));
    queue.fulfillRequest(answer(2));
    expect(sent).toEqual([1, 2]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(sent).toEqual([1, 2, 3]);
    queue.destroy();
  });
});
