import { kind } from './kind.ts';

/** `upload-*`: a body put in a store first and completed then. */
export const UPLOAD_PROBLEMS = {
  'upload-terms-invalid': kind(
    400,
    ['Subida mal descrita', 'Upload described wrongly'],
    [
      'Describa el contenido en JSON: "type" (document o batch), "mediaType", "bytes" (entero) y "sha256" (64 dígitos hexadecimales en minúscula).',
      'Describe the content in JSON: "type" (document or batch), "mediaType", "bytes" (an integer) and "sha256" (64 lower-case hexadecimal digits).',
    ],
  ),
  'upload-too-large': kind(
    413,
    ['Subida demasiado grande', 'Upload too large'],
    [
      'El máximo es {limitBytes} bytes para este tipo.',
      'The limit is {limitBytes} bytes for this type.',
    ],
  ),
  'upload-unknown': kind(
    404,
    ['Subida desconocida', 'Unknown upload'],
    ['No tiene una subida con ese identificador.', 'You have no upload of that id.'],
  ),
  'upload-expired': kind(
    410,
    ['Subida caducada', 'Expired upload'],
    ['El plazo terminó a las {expiresAt}. Pida otra.', 'It ended at {expiresAt}. Ask for another.'],
  ),
  'upload-token-wrong': kind(
    403,
    ['Permiso de subida incorrecto', 'Wrong upload token'],
    [
      'Envíe las cabeceras tal como se le dieron con la dirección.',
      'Send the headers exactly as they were given with the address.',
    ],
  ),
  'upload-present': kind(
    412,
    ['Contenido ya subido', 'Content already uploaded'],
    ['El contenido ya está: complete la subida.', 'The content is there: complete the upload.'],
  ),
  'upload-missing': kind(
    409,
    ['Falta el contenido', 'Content missing'],
    [
      'Suba primero el contenido a la dirección que se le dio.',
      'Put the content at the address you were given first.',
    ],
  ),
  'upload-differs': kind(
    422,
    ['El contenido no es el anunciado', 'Content is not what was announced'],
    [
      'Su longitud o su SHA-256 no son los anunciados.',
      'Its length or its SHA-256 is not the one announced.',
    ],
  ),
  'uploads-unavailable': kind(
    503,
    ['Almacén de subidas no disponible', 'Store of uploads unavailable'],
    ['Reintente en {retrySeconds} s.', 'Try again in {retrySeconds} s.'],
  ),
  'upload-taken': kind(
    409,
    ['Subida ya completada', 'Upload already completed'],
    [
      'El lote se tomó: sus resultados están en /v1/batches/{uploadId}.',
      'The batch was taken: its results are at /v1/batches/{uploadId}.',
    ],
  ),
} as const;
