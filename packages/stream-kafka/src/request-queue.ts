/**
 * kafkajs arms a timer after every response, with a delay far below zero, and again when it fires: each
 * open connection, idle or not, wakes its process a thousand times a second, and Node 24 warns of it. Only
 * a queue with requests that wait needs the timer. Its classes are made out of our reach, so the one
 * method is replaced. https://github.com/tulios/kafkajs/pull/1755
 */
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

const schedule = RequestQueue.prototype.scheduleCheckPendingRequests;

function scheduleWhenNeeded(this: RequestQueue): void {
  if (this.pending.length > 0) schedule.call(this);
}

/** From now on connections of this process leave it alone while they have nothing to do. */
export const quietenRequestQueues = (): void => {
  RequestQueue.prototype.scheduleCheckPendingRequests = scheduleWhenNeeded;
};
