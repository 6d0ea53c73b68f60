import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { canonicalJson, decodeEntry, encodeEntry, reportHash } from './canonical.ts';
import { issueReceipt } from './issue.ts';
import { appendLeaves, EMPTY_FRONTIER, leafHash, rootOf } from './merkle.ts';
import { encodeCheckpoint, signNote, type VerifyingKey } from './note.ts';
import type { OutcomeEntry, Receipt } from './receipt.ts';
import { proveInclusion } from './tile-reader.ts';
import { appendToLog, EMPTY_EDGE } from './tiles.ts';
import { verifyReceipt } from './verify.ts';

const privateKey = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 1)]),
  format: 'der',
  type: 'pkcs8',
});
const publicKey: VerifyingKey = {
  name: 'ventanilla.example/log',
  algorithm: 'Ed25519',
  spki: createPublicKey(privateKey).export({ format: 'der', type: 'spki' }),
};
const signer = async (message: Uint8Array) => sign(null, message, privateKey);
const document = Buffer.from('<factura/>');
const documentId = createHash('sha256').update(document).digest('hex');
const report = { verdict: 'accepted', faults: [], format: 'gt-fel', stages: [{ name: 'rules' }] };
const entry: OutcomeEntry = {
  documentId,
  attempt: 1,
  verdict: 'accepted',
  receivedAt: '2030-01-02T03:04:05.678Z',
  registeredAt: '2030-01-02T03:04:06.001Z',
  businessKey: 'GT|12345678|FACT|A-1',
  reportHash: reportHash(report),
};

async function receiptAt(logIndex: number, size: number): Promise<Receipt> {
  const leaves = Array.from({ length: size }, (_, i) =>
    leafHash(i === logIndex ? encodeEntry(entry) : Buffer.from(`${i}`)),
  );
  const { tiles } = appendToLog(EMPTY_EDGE, leaves);
  const files = new Map(tiles.map(({ path, bytes }) => [path, bytes]));
  const root = rootOf(appendLeaves(EMPTY_FRONTIER, leaves));
  const text = encodeCheckpoint({ origin: publicKey.name, size, root });
  return issueReceipt({
    entry,
    logIndex,
    inclusionProof: await proveInclusion(logIndex, size, async (path) => files.get(path)),
    checkpoint: await signNote(text, publicKey, signer),
  });
}

describe('canonical forms', () => {
  it('of an entry are these lines, for ever', () => {
    expect(Buffer.from(encodeEntry(entry)).toString()).toBe(
      [
        'ventanilla/outcome/v1',
        documentId,
        '1',
        'accepted',
        '2030-01-02T03:04:05.678Z',
        '2030-01-02T03:04:06.001Z',
        entry.reportHash,
        'GT|12345678|FACT|A-1',
        '',
      ].join('\n'),
    );
    const { businessKey: _, ...rejected } = { ...entry, verdict: 'rejected' as const };
    for (const one of [entry, rejected]) expect(decodeEntry(encodeEntry(one))).toEqual(one);
  });

  it('cannot be made ambiguous by a newline', () => {
    expect(() => encodeEntry({ ...entry, businessKey: 'a\nb' })).toThrow('newline');
    expect(decodeEntry(Buffer.from('ventanilla/outcome/v1\n'))).toBeUndefined();
    const padded = Buffer.from(encodeEntry(entry)).toString().replace('\n1\n', '\n01\n');
    expect(decodeEntry(Buffer.from(padded))).toBeUndefined();
  });

  it('of JSON are sorted and dense, whatever the order of members', () => {
    const value = { b: [1, { z: undefined, y: null }], a: 'ñ"\u2028', '': true };
    expect(canonicalJson(value)).toBe('{"":true,"a":"ñ\\"\u2028","b":[1,{"y":null}]}');
    expect(reportHash({ x: 1, y: 2 })).toBe(reportHash({ y: 2, x: 1, z: undefined }));
    expect(reportHash({ x: 1 })).not.toBe(reportHash({ x: 2 }));
  });
});

describe('receipt', () => {
  it('verifies with the document, its id, its report or nothing, after a trip through JSON', async () => {
    for (const [index, size] of [
      [0, 1],
      [2, 7],
      [299, 300],
    ] as const) {
      const receipt: unknown = JSON.parse(JSON.stringify(await receiptAt(index, size)));
      for (const more of [{}, { documentBytes: document }, { documentId }, { report }]) {
        expect(verifyReceipt({ receipt, publicKey, ...more })).toMatchObject({
          outcome: 'valid',
          entry,
          checkpoint: { origin: publicKey.name, size },
        });
      }
    }
  });

  it('names what is wrong', async () => {
    const receipt = await receiptAt(2, 7);
    const code = (change: object, evidence: object = {}) =>
      verifyReceipt({ receipt: { ...receipt, ...change }, publicKey, ...evidence });
    const invalid = (expected: string) => ({ outcome: 'invalid', code: expected });
    expect(code({}, { documentBytes: Buffer.from('x') })).toEqual(invalid('document-mismatch'));
    expect(code({}, { documentId: 'x' })).toEqual(invalid('document-mismatch'));
    expect(code({}, { report: { ...report, faults: [1] } })).toEqual(invalid('report-mismatch'));
    expect(code({}, { publicKey: [] })).toEqual(invalid('key-unknown'));
    expect(
      code({}, { publicKey: { ...publicKey, validUntil: '2029-12-31T00:00:00.000Z' } }),
    ).toEqual(invalid('key-expired'));
    expect(code({ checkpoint: receipt.checkpoint.replace('\n7\n', '\n8\n') })).toEqual(
      invalid('signature-invalid'),
    );
    expect(code({ logIndex: 3 })).toEqual(invalid('not-in-log'));
    expect(code({ entry: { ...entry, verdict: 'rejected' } })).toEqual(invalid('not-in-log'));
    expect(code({ entry: { ...entry, attempt: 2 } })).toEqual(invalid('not-in-log'));
    const { businessKey: _, ...keyless } = entry;
    expect(code({ entry: keyless })).toEqual(invalid('not-in-log'));
    expect(code({ inclusionProof: [] })).toEqual(invalid('not-in-log'));
  });

  it('is refused, never a crash, in any other shape', async () => {
    const receipt = await receiptAt(2, 7);
    const shapes = [
      undefined,
      null,
      'x',
      [],
      {},
      { ...receipt, type: 'ventanilla/receipt/v2' },
      { ...receipt, entry: null },
      { ...receipt, entry: { ...entry, documentId: 'AB' } },
      { ...receipt, entry: { ...entry, businessKey: 'a\nb' } },
      { ...receipt, entry: { ...entry, attempt: '1' } },
      { ...receipt, logIndex: '2' },
      { ...receipt, inclusionProof: 'x' },
      { ...receipt, inclusionProof: ['AAAA'] },
      { ...receipt, inclusionProof: Array(65).fill(receipt.inclusionProof[0]) },
      { ...receipt, checkpoint: 'x' },
      { ...receipt, checkpoint: 7 },
    ];
    for (const shape of shapes) {
      expect(verifyReceipt({ receipt: shape, publicKey })).toEqual({
        outcome: 'invalid',
        code: 'malformed',
      });
    }
  });
});
