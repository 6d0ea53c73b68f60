export * from './entries.ts';
export * from './figures.ts';
export * from './log.ts';
export * from './origins.ts';
export * from './outcomes.ts';
export * from './state.ts';
export * from './waiting.ts';
