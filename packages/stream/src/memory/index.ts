export { createMemoryLog, type MemoryLog } from './log.ts';
export { createMemoryStream, type MemoryStreamOptions } from './stream.ts';
