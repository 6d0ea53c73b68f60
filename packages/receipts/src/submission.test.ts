import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { SubmissionReceipt } from './index.ts';
import { receiptTree, signedStatement, verifySubmissionReceipt } from './index.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const KEY = 'ventanilla.example/receipts';
const key = {
  name: KEY,
  algorithm: 'Ed25519',
  spki: publicKey.export({ format: 'der', type: 'spki' }),
} as const;

function receiptsOf(size: number): SubmissionReceipt[] {
  const facts = Array.from({ length: size }, (_, i) => ({
    documentId: i.toString(16).padStart(64, '0'),
    submissionId: `01920000-0000-7000-8000-${i.toString(16).padStart(12, '0')}`,
    receivedAt: '2026-03-01T12:00:00.000Z',
    position: { partition: i % 4, offset: String(1_000 + i) },
  }));
  const { root, proofs } = receiptTree(facts);
  const signature = sign(null, signedStatement(KEY, size, root), privateKey).toString('base64');
  return facts.map((fact, index) => ({
    type: 'ventanilla/submission-receipt/v1',
    ...fact,
    keyName: KEY,
    signedTogether: { index, size, proof: proofs[index] ?? [] },
    signature,
  }));
}

describe('submission receipts signed together', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 33, 100, 256])('%i: every one verifies', (size) => {
    for (const receipt of receiptsOf(size)) {
      const verdict = verifySubmissionReceipt({ receipt, publicKey: key });
      expect(verdict).toEqual({ outcome: 'valid', receipt });
    }
  });

  it('any altered field breaks it', () => {
    const receipt = receiptsOf(5)[2] as SubmissionReceipt;
    const together = receipt.signedTogether;
    const altered: Partial<Record<keyof SubmissionReceipt, unknown>>[] = [
      { type: 'other' },
      { documentId: 'f'.repeat(64) },
      { submissionId: '01920000-0000-7000-8000-ffffffffffff' },
      { receivedAt: '2026-03-01T12:00:00.001Z' },
      { position: { partition: 3, offset: receipt.position.offset } },
      { position: { partition: receipt.position.partition, offset: '1' } },
      { keyName: 'ventanilla.example/other' },
      { signature: receiptsOf(4)[2]?.signature },
      { signature: '' },
      { signedTogether: { ...together, index: 3 } },
      { signedTogether: { ...together, index: 2.5 } },
      { signedTogether: { ...together, index: -1 } },
      { signedTogether: { ...together, size: 6 } },
      { signedTogether: { ...together, size: 2 ** 31 } },
      { signedTogether: { ...together, proof: together.proof.slice(1) } },
      { signedTogether: { ...together, proof: [...together.proof, together.proof[0] ?? ''] } },
      { signedTogether: { ...together, proof: together.proof.map(() => 'AAAA') } },
    ];
    for (const change of altered) {
      const forged = { ...receipt, ...change } as SubmissionReceipt;
      const { outcome } = verifySubmissionReceipt({ receipt: forged, publicKey: key });
      expect([change, outcome]).toEqual([change, 'invalid']);
    }
  });

  it('names what is wrong', () => {
    const documentBytes = Buffer.from('<factura/>');
    const documentId = createHash('sha256').update(documentBytes).digest('hex');
    const [receipt] = receiptsOf(1);
    const codeOf = (change: object, evidence: object = {}) =>
      verifySubmissionReceipt({ receipt: { ...receipt, ...change }, publicKey: key, ...evidence });
    const invalid = (code: string) => ({ outcome: 'invalid', code });
    expect(codeOf({}, { documentBytes })).toEqual(invalid('document-mismatch'));
    expect(codeOf({}, { documentId })).toEqual(invalid('document-mismatch'));
    expect(codeOf({ documentId }, { documentBytes })).toEqual(invalid('signature-invalid'));
    expect(codeOf({}, { publicKey: [] })).toEqual(invalid('key-unknown'));
    expect(codeOf({}, { publicKey: { ...key, validUntil: '2025-12-31T00:00:00.000Z' } })).toEqual(
      invalid('key-expired'),
    );
    for (const change of [
      { type: 'x' },
      { position: null },
      { submissionId: 'a\nb' },
      { signedTogether: undefined },
    ]) {
      expect(codeOf(change)).toEqual(invalid('malformed'));
    }
    expect(verifySubmissionReceipt({ receipt: null, publicKey: key })).toEqual(
      invalid('malformed'),
    );
  });
});
