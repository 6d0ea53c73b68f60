import { kind } from './kind.ts';

/** Answers of query. */
export const READING_PROBLEMS = {
  'document-not-found': kind(
    404,
    ['Documento no encontrado', 'Document not found'],
    [
      'No hay un documento con ese identificador a su alcance.',
      'There is no document of that id within your reach.',
    ],
  ),
} as const;
