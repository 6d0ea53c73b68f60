export * from './ledger.ts';
export * from './outcomes.ts';
export * from './registry.ts';
