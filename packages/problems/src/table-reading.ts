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
  'document-id-invalid': kind(
    400,
    ['Identificador inválido', 'Invalid document id'],
    [
      'El identificador es el SHA-256 de los bytes del documento: 64 dígitos hexadecimales.',
      'The id is the SHA-256 of the bytes of the document: 64 hexadecimal digits.',
    ],
  ),
  'rule-not-found': kind(
    404,
    ['Regla no encontrada', 'Rule not found'],
    [
      'El catálogo no tiene ese código. Véalos todos en /v1/rules.',
      'The catalogue has no such code. See them all at /v1/rules.',
    ],
  ),
  'problem-not-found': kind(
    404,
    ['Código de problema desconocido', 'Unknown problem code'],
    [
      'Ninguna respuesta de esta plataforma lleva ese código.',
      'No answer of this platform carries that code.',
    ],
  ),
  'batch-id-invalid': kind(
    400,
    ['Identificador de lote inválido', 'Invalid batch id'],
    [
      'El identificador de un lote es el UUID que dio la respuesta a su envío.',
      'The id of a batch is the UUID that the answer to its submission gave.',
    ],
  ),
  'outcome-pending': kind(
    409,
    ['Todavía sin resultado', 'No outcome yet'],
    [
      'El documento se recibió y aún no tiene resultado firmado. Reintente en {retrySeconds} s o use "Prefer: wait=N".',
      'The document was received and has no signed outcome yet. Try again in {retrySeconds} s or use "Prefer: wait=N".',
    ],
  ),
  'canonical-absent': kind(
    404,
    ['Sin forma canónica', 'No canonical form'],
    [
      'El documento no se pudo leer como factura, así que no tiene forma canónica. Vea su informe.',
      'The document could not be read as an invoice, so it has no canonical form. See its report.',
    ],
  ),
  'original-not-archived': kind(
    409,
    ['Original aún no archivado', 'Original not archived yet'],
    [
      'El documento se recibió y el archivo aún no lo confirma. Reintente en {retrySeconds} s.',
      'The document was received and the archive has not confirmed it yet. Try again in {retrySeconds} s.',
    ],
  ),
  'content-purged': kind(
    410,
    ['Contenido eliminado', 'Content purged'],
    [
      'El plazo de conservación del documento terminó y su contenido se eliminó. Su resultado y su constancia siguen siendo válidos.',
      'The retention period of the document is over and its content was removed. Its outcome and its receipt remain valid.',
    ],
  ),
  'purpose-missing': kind(
    400,
    ['Falta el motivo', 'Purpose missing'],
    [
      'Indique en la cabecera "Purpose" por qué se lee el original (3 a 200 caracteres); queda en la bitácora.',
      'State in the "Purpose" header why the original is read (3 to 200 characters); it is kept in the audit trail.',
    ],
  ),
  'query-invalid': kind(
    400,
    ['Consulta inválida', 'Invalid query'],
    [
      'Uno o más parámetros no son válidos. Vea "errors".',
      'One or more parameters are not valid. See "errors".',
    ],
  ),
  'cursor-invalid': kind(
    400,
    ['Cursor inválido', 'Invalid cursor'],
    [
      'El cursor no salió de esta consulta con estos filtros. Empiece sin cursor.',
      'The cursor did not come from this query with these filters. Start without a cursor.',
    ],
  ),
  'batch-not-found': kind(
    404,
    ['Lote no encontrado', 'Batch not found'],
    [
      'No hay un lote con ese identificador a su alcance.',
      'There is no batch of that id within your reach.',
    ],
  ),
  'qr-unreadable': kind(
    400,
    ['QR no reconocido', 'QR not recognised'],
    [
      'El texto no es un enlace de factura electrónica ni un número de autorización.',
      'The text is neither a link of an electronic invoice nor an authorisation number.',
    ],
  ),
  'log-entry-not-found': kind(
    404,
    ['Pieza del registro inexistente', 'No such piece of the log'],
    [
      'El registro público no llega hasta ahí, o la ruta no es la de una pieza.',
      'The public log does not reach that far, or the path is not that of a piece.',
    ],
  ),
  'reads-unavailable': kind(
    503,
    ['Consulta no disponible', 'Reading is unavailable'],
    [
      'Un almacén no respondió. Lo recibido está a salvo. Reintente en {retrySeconds} s.',
      'A store did not answer. What was received is safe. Try again in {retrySeconds} s.',
    ],
  ),
} as const;
