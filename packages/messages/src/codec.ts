/**
 * Messages to stream records and back.
 *
 * Headers hold the CloudEvents attributes (binary mode) and the submission, so that routing, tracing
 * and dead letters need no payload. The body of DocumentReceived is the original bytes; every other
 * body is one line of JSON (the facts), then, after a line feed, the canonical invoice's JSON text
 * exactly as validation wrote it, which later stages carry on without parsing.
 */
import { OperationalError } from '@ventanilla/errors';
import type {
  DocumentReceived,
  DocumentRegistered,
  DocumentTransformed,
  DocumentValidated,
  Submission,
} from './messages.ts';

/** A stream record, as the stream port has it; repeated here because pure packages import no port. */
export interface EncodedMessage {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Uint8Array;
}

type MessageType =
  | 'DocumentReceived'
  | 'DocumentValidated'
  | 'DocumentTransformed'
  | 'DocumentRegistered';

const VERSION = 'v1';
const text = new TextDecoder('utf-8', { fatal: true });
const LINE_FEED = 0x0a;

function headersOf(
  type: MessageType,
  submission: Submission,
  time: string,
  contentType: string,
): Record<string, string> {
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: `${submission.submissionId}/${type}`,
    ce_source: '/ventanilla',
    ce_type: `ventanilla.${type}.${VERSION}`,
    ce_subject: submission.documentId,
    ce_time: time,
    'content-type': contentType,
    submission: JSON.stringify(submission),
  };
  if (submission.traceparent !== undefined) headers.traceparent = submission.traceparent;
  return headers;
}

const unreadable = (what: string, cause?: unknown): OperationalError =>
  new OperationalError('message-unreadable', `The record is not a ${what} of ${VERSION}.`, {
    retryable: false,
    cause,
  });

function submissionOf(record: EncodedMessage, type: MessageType): Submission {
  if (record.headers.ce_type !== `ventanilla.${type}.${VERSION}`) throw unreadable(type);
  try {
    return JSON.parse(record.headers.submission ?? '') as Submission;
  } catch (cause) {
    throw unreadable(type, cause);
  }
}

function encodeBody(
  type: MessageType,
  { submission, ...facts }: { readonly submission: Submission },
  time: string,
  invoiceJson?: string,
): EncodedMessage {
  const head = JSON.stringify(facts);
  return {
    key: submission.documentId,
    headers: headersOf(type, submission, time, 'application/json'),
    value: Buffer.from(invoiceJson === undefined ? head : `${head}\n${invoiceJson}`),
  };
}

function decodeBody(record: EncodedMessage, type: MessageType): Record<string, unknown> {
  const submission = submissionOf(record, type);
  try {
    const cut = record.value.indexOf(LINE_FEED);
    const head = text.decode(cut < 0 ? record.value : record.value.subarray(0, cut));
    const facts = JSON.parse(head) as Record<string, unknown>;
    if (cut >= 0) facts.invoiceJson = text.decode(record.value.subarray(cut + 1));
    facts.submission = submission;
    return facts;
  } catch (cause) {
    throw unreadable(type, cause);
  }
}

export const encodeReceived = ({ submission, original }: DocumentReceived): EncodedMessage => ({
  key: submission.documentId,
  headers: headersOf('DocumentReceived', submission, submission.receivedAt, submission.mediaType),
  value: original,
});

/** Decoders throw OperationalError `message-unreadable`, not retryable: the record is poison. */
export const decodeReceived = (record: EncodedMessage): DocumentReceived => ({
  submission: submissionOf(record, 'DocumentReceived'),
  original: record.value,
});

export const encodeValidated = ({ invoiceJson, ...message }: DocumentValidated): EncodedMessage =>
  encodeBody('DocumentValidated', message, message.validatedAt, invoiceJson);

export const decodeValidated = (record: EncodedMessage): DocumentValidated =>
  decodeBody(record, 'DocumentValidated') as unknown as DocumentValidated;

export const encodeTransformed = ({
  invoiceJson,
  ...message
}: DocumentTransformed): EncodedMessage =>
  encodeBody('DocumentTransformed', message, message.transformedAt, invoiceJson);

export const decodeTransformed = (record: EncodedMessage): DocumentTransformed =>
  decodeBody(record, 'DocumentTransformed') as unknown as DocumentTransformed;

export const encodeRegistered = (message: DocumentRegistered): EncodedMessage =>
  encodeBody('DocumentRegistered', message, message.registeredAt);

export const decodeRegistered = (record: EncodedMessage): DocumentRegistered =>
  decodeBody(record, 'DocumentRegistered') as unknown as DocumentRegistered;
