/** The three requests of an upload, as a client makes them. */
import { hash } from 'node:crypto';
import type { UploadWish } from '../core/upload.ts';
import type { Rig } from './rig.ts';

export interface Given {
  readonly id: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export const wishOf = (type: UploadWish['type'], bytes: Buffer): UploadWish => ({
  type,
  mediaType: type === 'document' ? 'application/xml' : 'application/x-ndjson',
  bytes: bytes.length,
  sha256: hash('sha256', bytes, 'hex'),
});

export const announce = (rig: Rig, wish: object, language = 'en', bearer = rig.bearer) =>
  rig.app.inject({
    method: 'POST',
    url: '/v1/uploads',
    headers: {
      authorization: bearer,
      'content-type': 'application/json',
      'accept-language': language,
    },
    payload: JSON.stringify(wish),
  });

export const putContent = (rig: Rig, { url, headers }: Given, bytes: Buffer, language = 'en') =>
  rig.app.inject({
    method: 'PUT',
    url: new URL(url).pathname,
    headers: { ...headers, 'accept-language': language },
    payload: bytes,
  });

export const complete = (rig: Rig, { id }: Given, language = 'en', bearer = rig.bearer) =>
  rig.app.inject({
    method: 'POST',
    url: `/v1/uploads/${id}/complete`,
    headers: { authorization: bearer, 'accept-language': language },
  });
