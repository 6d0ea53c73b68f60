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
