import {
  decodeReceived,
  decodeTransformed,
  decodeValidated,
  encodeReceived,
  encodeTransformed,
  encodeValidated,
} from './codec.ts';
import type { DocumentTransformed, DocumentValidated, Submission } from './messages.ts';

const submission: Submission = {
  documentId: 'ab'.repeat(32),
  submissionId: '0190a000-0000-7000-8000-000000000000',
  receivedAt: '2026-03-01T10:00:00.000Z',
  submitter: { clientId: 'c', taxpayerId: '16693949', kind: 'taxpayer' },
  mediaType: 'application/xml',
  sizeBytes: 4,
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};

describe('message codec', () => {
  it('carries the original byte for byte', () => {
    const original = Buffer.from([0, 255, 10, 13]);
    const record = encodeReceived({ submission, original });
    expect(record.key).toBe(submission.documentId);
    expect(record.headers.ce_type).toBe('ventanilla.DocumentReceived.v1');
    expect(record.headers.traceparent).toBe(submission.traceparent);
    expect(decodeReceived(record)).toEqual({ submission, original });
  });

  const validated: DocumentValidated = {
    submission,
    validatedAt: '2026-03-01T10:00:01.000Z',
    report: { format: 'gt-fel', verdict: 'accepted', stages: [], faults: [] },
    invoiceJson: '{"number":"1","note":"a\\nb"}',
  };

  it('carries the invoice text verbatim', () => {
    expect(decodeValidated(encodeValidated(validated))).toEqual(validated);
    const transformed: DocumentTransformed = { ...validated, transformedAt: validated.validatedAt };
    expect(decodeTransformed(encodeTransformed(transformed))).toEqual(transformed);
  });

  it('works without an invoice', () => {
    const { invoiceJson: _, ...unread } = validated;
    expect(decodeValidated(encodeValidated(unread))).toEqual(unread);
  });

  it('refuses another type, a broken body and a missing submission as poison', () => {
    const record = encodeValidated(validated);
    const broken = [
      encodeReceived({ submission, original: Buffer.from('x') }),
      { ...record, value: Buffer.from('{') },
      { ...record, headers: { ...record.headers, submission: '' } },
    ];
    for (const each of broken) {
      expect(() => decodeValidated(each)).toThrow(
        expect.objectContaining({ code: 'message-unreadable', retryable: false }),
      );
    }
  });
});
