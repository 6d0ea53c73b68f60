/** One group of submissions: a single append, and a single signature over all its receipts. */
import { errorCode } from '@ventanilla/errors';
import { type DocumentReceived, encodeReceived, TOPICS } from '@ventanilla/messages';
import { type ReceiptFacts, receiptTree, signedStatement } from '@ventanilla/receipts';
import type { TracedBatch, Tracing } from '@ventanilla/runtime';
import type { Signer } from '@ventanilla/signatures';
import type { AppendResult, Sink, StreamRecord } from '@ventanilla/stream';

export type AppendFault =
  | 'reception-full'
  | 'stream-unavailable'
  | 'stream-timeout'
  | 'receipt-unavailable';

/** Why a submission was not confirmed. It may still reach the stream: sending it again is harmless. */
export class NotConfirmed extends Error {
  override readonly name = 'NotConfirmed';
  readonly code: AppendFault;

  constructor(code: AppendFault, cause?: unknown) {
    super(code, { cause });
    this.code = code;
  }
}

export interface GroupPorts {
  readonly sink: Sink;
  readonly signer: Signer;
  readonly tracing: Tracing;
  readonly onFailure: (code: string, error: unknown, documents: number) => void;
}

/** For each message, in order, its signed submission receipt as JSON text, or why there is none. Never rejects. */
export type AppendGroup = (
  messages: readonly DocumentReceived[],
) => Promise<readonly (string | NotConfirmed)[]>;

export function createAppendGroup({ sink, signer, tracing, onFailure }: GroupPorts): AppendGroup {
  const { name } = signer.publicKey;
  const keyName = JSON.stringify(name);

  const append = async (records: readonly StreamRecord[]): Promise<readonly AppendResult[]> => {
    try {
      return await sink.append(TOPICS.received, records);
    } catch (error) {
      onFailure(errorCode(error), error, records.length);
      return records.map(() => ({ ok: false, error }));
    }
  };

  const sign = async (
    facts: readonly ReceiptFacts[],
  ): Promise<readonly (string | NotConfirmed)[]> => {
    try {
      const { root, proofs } = receiptTree(facts);
      const statement = signedStatement(name, facts.length, root);
      const signed = await tracing.step('signer.sign', () => signer.sign(statement));
      const signature = Buffer.from(signed).toString('base64');
      return facts.map((fact, index) => {
        const place = `{"index":${index},"size":${facts.length},"proof":${proofText(proofs[index])}}`;
        return receiptText(fact, keyName, place, signature);
      });
    } catch (error) {
      onFailure('receipt-unavailable', error, facts.length);
      return facts.map(() => new NotConfirmed('receipt-unavailable', error));
    }
  };

  const confirm = async (
    messages: readonly DocumentReceived[],
    records: readonly StreamRecord[],
  ): Promise<readonly (string | NotConfirmed)[]> => {
    const appended = await append(records);
    const facts = messages.flatMap((message, index) => factsOf(message, appended[index]));
    const receipts = facts.length === 0 ? [] : await sign(facts);
    let next = 0;
    return messages.map((_, index) => {
      const result = appended[index];
      if (result?.ok) return receipts[next++] as string | NotConfirmed;
      return new NotConfirmed('stream-unavailable', result?.error);
    });
  };

  return (messages) => {
    const records = messages.map(encodeReceived);
    const group: TracedBatch = { name: `send ${TOPICS.received}`, kind: 'producer', records };
    return tracing.batch(group, () => confirm(messages, records));
  };
}

function factsOf(
  { submission }: DocumentReceived,
  result: AppendResult | undefined,
): ReceiptFacts[] {
  if (!result?.ok) return [];
  const { documentId, submissionId, receivedAt } = submission;
  return [{ documentId, submissionId, receivedAt, position: result.position }];
}

/** Every value is hexadecimal, digits or base64, so nothing needs escaping. */
const proofText = (proof: readonly string[] = []): string =>
  proof.length === 0 ? '[]' : `["${proof.join('","')}"]`;

const receiptText = (
  { documentId, submissionId, receivedAt, position }: ReceiptFacts,
  keyName: string,
  place: string,
  signature: string,
): string =>
  `{"type":"ventanilla/submission-receipt/v1","documentId":"${documentId}","submissionId":"${submissionId}","receivedAt":"${receivedAt}","position":{"partition":${position.partition},"offset":"${position.offset}"},"keyName":${keyName},"signedTogether":${place},"signature":"${signature}"}`;
