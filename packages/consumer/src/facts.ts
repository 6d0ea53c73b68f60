/** A record of a topic → the fact it tells, checked as far as the record alone allows. */
import { createHash } from 'node:crypto';
import { OperationalError } from '@ventanilla/errors';
import {
  type DocumentReceived,
  type DocumentRegistered,
  type DocumentTransformed,
  type DocumentValidated,
  decodeReceived,
  decodeRegistered,
  decodeTransformed,
  decodeValidated,
  type EncodedMessage,
  type Submission,
} from '@ventanilla/messages';
import type { Receipt } from '@ventanilla/receipts';
import type { Position } from '@ventanilla/stream';

/** What each topic tells. */
export interface Messages {
  /** The original bytes, as they were handed in; their SHA-256 is the document's id. */
  readonly 'documents.received': DocumentReceived;
  /** With the report of all stages but the ledger's. */
  readonly 'documents.validated': DocumentValidated;
  /** With the classification. */
  readonly 'documents.transformed': DocumentTransformed;
  /** The outcome: verdict, attempt, place in the public log. */
  readonly 'documents.registered': DocumentRegistered;
}
export type Topic = keyof Messages;

export interface Fact<T extends Topic> {
  /** The same for every delivery of this fact: what an effect is to be keyed by, if not by document. */
  readonly eventId: string;
  readonly message: Messages[T];
  /** Of a registered outcome, where the consumer knows the public log: verified already, worth keeping. */
  readonly receipt?: Receipt;
  readonly position: Position;
  /** ISO instant at which the stream took it. */
  readonly appendedAt: string;
}

const DECODERS: { readonly [T in Topic]: (record: EncodedMessage) => Messages[T] } = {
  'documents.received': decodeReceived,
  'documents.validated': decodeValidated,
  'documents.transformed': decodeTransformed,
  'documents.registered': decodeRegistered,
};

const mismatch = (sentence: string): OperationalError =>
  new OperationalError('document-mismatch', sentence, { retryable: false });

/**
 * Throws OperationalError, not retryable: `message-unreadable`, or `document-mismatch` when key, id and
 * bytes do not belong together.
 */
export function decodeFact<T extends Topic>(topic: T, record: EncodedMessage): Messages[T] {
  const message = DECODERS[topic](record);
  const { documentId } = message.submission as Submission;
  if (documentId !== record.key) throw mismatch('The record is keyed by another document.');
  if ('original' in message) {
    const hash = createHash('sha256').update(message.original).digest('hex');
    if (hash !== documentId) throw mismatch('The bytes are not those of the document.');
  }
  return message;
}
