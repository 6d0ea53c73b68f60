export * from './append-all.ts';
export * from './bundle.ts';
export * from './bundle-stream.ts';
export * from './claim-check.ts';
export * from './dead-letters.ts';
export * from './partition.ts';
export * from './protect.ts';
export type * from './stream.ts';
export type { Unreadable, UnreadableOptions } from './translate.ts';
