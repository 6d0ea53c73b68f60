/** What a client announces before it uploads, and what is remembered of it. Pure. */

/** What is to be uploaded. */
export interface UploadWish {
  readonly type: 'document' | 'batch';
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Object `uploads/<id>/slot.json`. */
export interface UploadSlot extends UploadWish {
  readonly clientId: string;
  readonly taxpayerId: string;
  /** ISO instant after which nothing is completed. */
  readonly expiresAt: string;
  /** SHA-256 of the token with which the content is put, where we take it ourselves. */
  readonly tokenSha256?: string;
}

export const slotKey = (id: string): string => `uploads/${id}/slot.json`;
export const contentKey = (id: string): string => `uploads/${id}/content`;
/** There once a batch has been taken: it is taken once. */
export const takenKey = (id: string): string => `uploads/${id}/taken.json`;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SHA256 = /^[0-9a-f]{64}$/;

export const isUploadId = (id: string): boolean => UUID.test(id);

/** The wish that the text of a request makes; undefined when it makes none. */
export function readWish(text: string): UploadWish | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, mediaType, bytes, sha256 } = value as Partial<Record<keyof UploadWish, unknown>>;
  if (type !== 'document' && type !== 'batch') return undefined;
  if (typeof mediaType !== 'string' || mediaType.length > 200) return undefined;
  if (typeof bytes !== 'number' || !Number.isSafeInteger(bytes) || bytes < 1) return undefined;
  if (typeof sha256 !== 'string' || !SHA256.test(sha256)) return undefined;
  return { type, mediaType, bytes, sha256 };
}
