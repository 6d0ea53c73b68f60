/** JSON as read strictly: no duplicate keys, no lone surrogates, numbers kept as exact text. */
export type JsonValue =
  | string
  | boolean
  | null
  | JsonNumber
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A number as written; never passed through a float. */
export interface JsonNumber {
  readonly number: string;
}

export interface JsonDocument {
  readonly root: JsonValue;
  /** Place of a JSON pointer, or of its nearest existing ancestor. */
  readonly locate: (pointer: string) => { readonly line: number; readonly column: number };
}

export interface JsonLimits {
  readonly bytesMax: number;
  readonly depthMax: number;
  /** Values of any kind, keys not counted. */
  readonly valuesMax: number;
  /** Digits of one number. */
  readonly digitsMax: number;
}

export const DEFAULT_JSON_LIMITS: JsonLimits = {
  bytesMax: 16 * 1024 * 1024,
  depthMax: 100,
  valuesMax: 1_000_000,
  digitsMax: 1_000,
};

/** Each is one stable fault code of the admission stage. */
export type JsonRefusal =
  | 'encoding'
  | 'too-large'
  | 'too-deep'
  | 'too-complex'
  | 'json-syntax'
  | 'json-duplicate-key'
  | 'json-lone-surrogate'
  | 'json-number-range';

export type JsonRead =
  | { readonly ok: true; readonly document: JsonDocument }
  | {
      readonly ok: false;
      readonly refusal: JsonRefusal;
      readonly detail: string;
      readonly line?: number;
      readonly column?: number;
    };
