export * from './answers.ts';
export * from './authority.ts';
export * from './documents.ts';
export * from './sign.ts';
