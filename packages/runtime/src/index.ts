export * from './consume-topic.ts';
export * from './metrics.ts';
export * from './releases.ts';
export * from './service.ts';
export * from './settings.ts';
export { unrecorded } from './traceparent.ts';
export * from './tracing.ts';
export * from './watch-keys.ts';
