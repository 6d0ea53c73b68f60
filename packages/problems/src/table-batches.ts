import { kind } from './kind.ts';

/** `batch-*` refuse or end a whole batch; `entry-*` and `line-*` are about one document in it. */
export const BATCH_PROBLEMS = {
  'batch-empty': kind(
    400,
    ['Lote vacío', 'Empty batch'],
    ['El lote no contiene documentos.', 'The batch holds no documents.'],
  ),
  'batch-unreadable': kind(
    400,
    ['Lote ilegible', 'Unreadable batch'],
    [
      'El archivo está dañado o incompleto. Los documentos confirmados antes quedan recibidos.',
      'The archive is damaged or cut short. Documents confirmed before that remain received.',
    ],
  ),
  'batch-too-large': kind(
    413,
    ['Lote demasiado grande', 'Batch too large'],
    ['El máximo es {limitBytes} bytes por lote.', 'The limit is {limitBytes} bytes a batch.'],
  ),
  'batch-too-many-entries': kind(
    413,
    ['Lote con demasiadas entradas', 'Too many entries in the batch'],
    ['El máximo es {limit} entradas por lote.', 'The limit is {limit} entries a batch.'],
  ),
  'batch-too-compressed': kind(
    413,
    ['Lote sospechosamente comprimido', 'Suspiciously compressed batch'],
    [
      'Se expande más de {ratio} veces su tamaño. Se detuvo la lectura.',
      'It expands to more than {ratio} times its size. Reading was stopped.',
    ],
  ),
  'batches-full': kind(
    503,
    ['Demasiados lotes a la vez', 'Too many batches at once'],
    ['Reintente en {retrySeconds} s.', 'Try again in {retrySeconds} s.'],
  ),
  'batch-interrupted': kind(
    503,
    ['Lote interrumpido', 'Batch interrupted'],
    [
      'El servidor se detuvo durante el lote. Los documentos confirmados quedan recibidos; reenvíe el lote.',
      'The server stopped during the batch. Confirmed documents remain received; send the batch again.',
    ],
  ),
  'entry-empty': kind(
    400,
    ['Entrada vacía', 'Empty entry'],
    ['La entrada no tiene contenido.', 'The entry has no content.'],
  ),
  'entry-too-large': kind(
    413,
    ['Entrada demasiado grande', 'Entry too large'],
    [
      'El máximo es {limitBytes} bytes por documento.',
      'The limit is {limitBytes} bytes a document.',
    ],
  ),
  'entry-too-compressed': kind(
    413,
    ['Entrada sospechosamente comprimida', 'Suspiciously compressed entry'],
    [
      'La entrada se expande más de {ratio} veces su tamaño.',
      'The entry expands to more than {ratio} times its size.',
    ],
  ),
  'entry-encrypted': kind(
    400,
    ['Entrada cifrada', 'Encrypted entry'],
    ['Envíe el archivo sin contraseña.', 'Send the archive without a password.'],
  ),
  'entry-name-unsafe': kind(
    400,
    ['Nombre de entrada no admitido', 'Unsafe entry name'],
    [
      'El nombre es absoluto, sale de su carpeta, es demasiado largo o lleva caracteres de control.',
      'The name is absolute, leaves its folder, is too long or has control characters.',
    ],
  ),
  'entry-name-duplicate': kind(
    400,
    ['Nombre de entrada repetido', 'Duplicate entry name'],
    [
      'Ya hubo una entrada con ese nombre en el lote.',
      'The batch already had an entry of that name.',
    ],
  ),
  'entry-nested-archive': kind(
    400,
    ['Archivo dentro de archivo', 'Archive inside the archive'],
    [
      'Un lote lleva documentos, no otros archivos comprimidos.',
      'A batch carries documents, not other archives.',
    ],
  ),
  'entry-not-regular': kind(
    400,
    ['Entrada especial', 'Special entry'],
    [
      'Los enlaces y dispositivos no se admiten, solo ficheros.',
      'Links and devices are not accepted, only files.',
    ],
  ),
  'entry-compression-unsupported': kind(
    400,
    ['Compresión no admitida', 'Unsupported compression'],
    ['Use almacenado o deflate.', 'Use stored or deflate.'],
  ),
  'entry-corrupt': kind(
    400,
    ['Entrada dañada', 'Corrupt entry'],
    [
      'El contenido no corresponde a su tamaño o suma de control.',
      'The content does not match its size or checksum.',
    ],
  ),
  'entry-media-type-unsupported': kind(
    415,
    ['Clase de documento no admitida', 'Unsupported kind of document'],
    [
      'La entrada no es XML ni JSON: use .xml o .json.',
      'The entry is neither XML nor JSON: use .xml or .json.',
    ],
  ),
  'line-too-long': kind(
    413,
    ['Línea demasiado larga', 'Line too long'],
    ['El máximo es {limitBytes} bytes por línea.', 'The limit is {limitBytes} bytes a line.'],
  ),
  'line-envelope-invalid': kind(
    400,
    ['Sobre de línea inválido', 'Invalid line envelope'],
    [
      'El sobre lleva "content" (texto), "mediaType" (XML o JSON), "name" opcional y "encoding" (text o base64).',
      'The envelope has "content" (text), "mediaType" (XML or JSON), an optional "name" and "encoding" (text or base64).',
    ],
  ),
} as const;
