import { kind } from './kind.ts';

export const TOKEN_PROBLEMS = {
  'token-missing': kind(
    401,
    ['Falta el token de acceso', 'Access token missing'],
    [
      'Envíe un token de acceso OAuth 2.0 en "Authorization: Bearer …".',
      'Send an OAuth 2.0 access token as "Authorization: Bearer …".',
    ],
  ),
  'token-malformed': kind(
    401,
    ['Token mal formado', 'Malformed token'],
    ['El token no es un JWT firmado.', 'The token is not a signed JWT.'],
  ),
  'token-foreign': kind(
    401,
    ['Token de otro emisor', 'Token of another issuer'],
    [
      'El emisor del token no es uno en el que confiamos.',
      'The issuer of the token is not one we trust.',
    ],
  ),
  'token-signature-invalid': kind(
    401,
    ['Firma del token inválida', 'Invalid token signature'],
    [
      'La firma del token no corresponde a una llave y un algoritmo de su emisor.',
      'The signature of the token does not match a key and an algorithm of its issuer.',
    ],
  ),
  'token-expired': kind(
    401,
    ['Token vencido', 'Token expired'],
    ['Pida un token nuevo a su emisor.', 'Ask the issuer for a new token.'],
  ),
  'token-not-yet-valid': kind(
    401,
    ['Token aún no vigente', 'Token not yet valid'],
    [
      'El token empieza a valer más tarde. Revise los relojes.',
      'The token starts to be valid later. Check the clocks.',
    ],
  ),
  'token-audience-wrong': kind(
    401,
    ['Token para otro servicio', 'Token for another service'],
    ['El token no fue emitido para esta API.', 'The token was not issued for this API.'],
  ),
  'token-kind-wrong': kind(
    401,
    ['No es un token de acceso', 'Not an access token'],
    [
      'Se recibió otra clase de token (por ejemplo, un ID token). Envíe el token de acceso.',
      'Another kind of token was received (an ID token, say). Send the access token.',
    ],
  ),
  'token-incomplete': kind(
    401,
    ['Token incompleto', 'Incomplete token'],
    [
      'Al token le falta un dato obligatorio: cliente, sujeto o vencimiento.',
      'The token lacks something it must carry: client, subject or expiry.',
    ],
  ),
  'token-issuer-unavailable': kind(
    503,
    ['Emisor de tokens no disponible', 'Token issuer unavailable'],
    [
      'No se pudieron leer las llaves del emisor. Reintente en unos segundos.',
      'The keys of the issuer could not be read. Try again in a few seconds.',
    ],
  ),
  'scope-missing': kind(
    403,
    ['Permiso insuficiente', 'Insufficient scope'],
    ['El token no tiene el permiso "{scope}".', 'The token does not carry the scope "{scope}".'],
  ),
  'taxpayer-unknown': kind(
    403,
    ['Contribuyente no indicado', 'Taxpayer not stated'],
    [
      'El token no dice por qué contribuyente o certificador actúa.',
      'The token does not say for which taxpayer or certifier it acts.',
    ],
  ),
} as const;
