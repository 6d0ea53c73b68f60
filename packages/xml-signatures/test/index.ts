export * from './answers.ts';
export * from './authority.ts';
export * from './sign.ts';
