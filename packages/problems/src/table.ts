/**
 * Every code an HTTP answer can carry. A code never changes its meaning; a new meaning is a new code.
 * Grouped by who answers: requests in general, tokens, documents, batches, uploads, reading.
 */
import { BATCH_PROBLEMS } from './table-batches.ts';
import { DOCUMENT_PROBLEMS } from './table-documents.ts';
import { READING_PROBLEMS } from './table-reading.ts';
import { REQUEST_PROBLEMS } from './table-requests.ts';
import { TOKEN_PROBLEMS } from './table-tokens.ts';
import { UPLOAD_PROBLEMS } from './table-uploads.ts';

export type { ProblemKind } from './kind.ts';

export const PROBLEMS = {
  ...REQUEST_PROBLEMS,
  ...TOKEN_PROBLEMS,
  ...DOCUMENT_PROBLEMS,
  ...BATCH_PROBLEMS,
  ...UPLOAD_PROBLEMS,
  ...READING_PROBLEMS,
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(PROBLEMS, code);
