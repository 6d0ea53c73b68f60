import { kind } from './kind.ts';

export const DOCUMENT_PROBLEMS = {
  'document-empty': kind(
    400,
    ['Documento vacío', 'Empty document'],
    ['El cuerpo no tiene contenido.', 'The body has no content.'],
  ),
  'document-truncated': kind(
    400,
    ['Cuerpo incompleto', 'Body cut short'],
    [
      'Llegaron menos bytes de los que anunciaba Content-Length. No se guardó nada.',
      'Fewer bytes arrived than Content-Length announced. Nothing was stored.',
    ],
  ),
  'document-too-large': kind(
    413,
    ['Documento demasiado grande', 'Document too large'],
    [
      'El máximo es {limitBytes} bytes por documento.',
      'The limit is {limitBytes} bytes a document.',
    ],
  ),
  'media-type-missing': kind(
    415,
    ['Falta Content-Type', 'Content-Type missing'],
    ['Indique uno de: {supported}.', 'State one of: {supported}.'],
  ),
  'media-type-unsupported': kind(
    415,
    ['Tipo de contenido no admitido', 'Unsupported media type'],
    ['Se admite: {supported}.', 'Supported: {supported}.'],
  ),
  'content-encoding-unsupported': kind(
    415,
    ['Codificación de contenido no admitida', 'Unsupported content encoding'],
    ['Se admite gzip o ninguna.', 'Supported: gzip, or none.'],
  ),
  'gzip-invalid': kind(
    400,
    ['gzip inválido', 'Invalid gzip'],
    [
      'El cuerpo no es un gzip íntegro: está dañado, incompleto o trae datos de más.',
      'The body is not one whole gzip: it is damaged, cut short or followed by other data.',
    ],
  ),
  'gzip-too-large': kind(
    413,
    ['gzip demasiado grande al descomprimir', 'gzip too large when inflated'],
    [
      'Descomprimido supera el máximo de {limitBytes} bytes por documento.',
      'Inflated it goes over the limit of {limitBytes} bytes a document.',
    ],
  ),
  'reception-full': kind(
    503,
    ['Recepción saturada', 'Reception is full'],
    [
      'La cola de recepción está llena. No se guardó nada: reintente en {retrySeconds} s.',
      'The reception queue is full. Nothing was stored: try again in {retrySeconds} s.',
    ],
  ),
  'stream-unavailable': kind(
    503,
    ['No se pudo guardar', 'Could not be stored'],
    [
      'No se confirmó el registro. Reenvíe los mismos bytes en {retrySeconds} s: no se duplican.',
      'Storage was not confirmed. Send the same bytes again in {retrySeconds} s: they are not duplicated.',
    ],
  ),
  'stream-timeout': kind(
    503,
    ['El registro tardó demasiado', 'Storing took too long'],
    [
      'No se confirmó el registro a tiempo. Reenvíe los mismos bytes en {retrySeconds} s: no se duplican.',
      'Storage was not confirmed in time. Send the same bytes again in {retrySeconds} s: they are not duplicated.',
    ],
  ),
  'receipt-unavailable': kind(
    503,
    ['Recibo no disponible', 'Receipt unavailable'],
    [
      'El documento quedó guardado, pero no se pudo firmar su recibo. Reenvíe los mismos bytes en {retrySeconds} s.',
      'The document was stored, but its receipt could not be signed. Send the same bytes again in {retrySeconds} s.',
    ],
  ),
} as const;
