import { kind } from './kind.ts';

export const REQUEST_PROBLEMS = {
  'request-malformed': kind(
    400,
    ['Solicitud mal formada', 'Malformed request'],
    ['La solicitud HTTP no se puede leer.', 'The HTTP request cannot be read.'],
  ),
  'route-not-found': kind(
    404,
    ['Ruta inexistente', 'No such route'],
    ['No existe {method} {path} en esta API.', 'There is no {method} {path} in this API.'],
  ),
  'method-not-allowed': kind(
    405,
    ['Método no permitido', 'Method not allowed'],
    ['Esta ruta acepta {allowed}.', 'This route accepts {allowed}.'],
  ),
  'request-timeout': kind(
    408,
    ['Solicitud demasiado lenta', 'Request too slow'],
    [
      'El cuerpo no llegó a tiempo. Envíelo de nuevo.',
      'The body did not arrive in time. Send it again.',
    ],
  ),
  'rate-limited': kind(
    429,
    ['Demasiadas solicitudes', 'Too many requests'],
    [
      'Este cliente superó {quota} solicitudes en {windowSeconds} s. Reintente en {retrySeconds} s.',
      'This client went over {quota} requests in {windowSeconds} s. Try again in {retrySeconds} s.',
    ],
  ),
  'internal-error': kind(
    500,
    ['Error interno', 'Internal error'],
    [
      'Falla nuestra. Reintente; si persiste, comuníquenos el valor de "instance".',
      'The failure is ours. Try again; if it persists, tell us the value of "instance".',
    ],
  ),
  'upstream-unavailable': kind(
    503,
    ['Consulta no disponible', 'Query service unavailable'],
    [
      'El servicio de consulta no respondió. Lo ya recibido está a salvo. Reintente en {retrySeconds} s.',
      'The query service did not answer. What was received is safe. Try again in {retrySeconds} s.',
    ],
  ),
} as const;
