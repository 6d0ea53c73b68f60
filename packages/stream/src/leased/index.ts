export * from './backend.ts';
export { consumeByLease } from './consumer.ts';
export { backOff, pause, persistently } from './patience.ts';
