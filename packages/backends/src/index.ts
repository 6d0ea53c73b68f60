export * from './custody.ts';
export * from './database.ts';
export * from './settings.ts';
export * from './stream.ts';
export * from './xml-signatures.ts';
