import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import {
  encodeCheckpoint,
  encodeVerifierKey,
  formatNote,
  noteKeyId,
  parseCheckpoint,
  parseNote,
  signNote,
  type VerifyingKey,
  verifyNote,
} from './note.ts';

/** An Ed25519 key pair of a fixed seed, so that golden values stay. */
function keyOf(name: string, fill: number) {
  const seed = Buffer.concat([
    Buffer.from('302e020100300506032b657004220420', 'hex'),
    Buffer.alloc(32, fill),
  ]);
  const privateKey = createPrivateKey({ key: seed, format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const key: VerifyingKey = { name, algorithm: 'Ed25519', spki };
  return { key, sign: async (message: Uint8Array) => sign(null, message, privateKey) };
}

const NAME = 'ventanilla.example/log';
const TEXT = `${NAME}\n7\n${Buffer.alloc(32, 1).toString('base64')}\n`;

describe('signed note', () => {
  // The example of the C2SP specification, whose key is that of golang.org/x/mod/sumdb/note's tests.
  const PETER = {
    name: 'PeterNeumann',
    algorithm: 'Ed25519',
    spki: Buffer.concat([
      Buffer.from('302a300506032b6570032100', 'hex'),
      Buffer.from('ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW', 'base64').subarray(1),
    ]),
  } as const;
  const SPOKEN =
    'If you think cryptography is the answer to your problem,\n' +
    "then you don't know what your problem is.\n\n" +
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

  it('verifies the note that other implementations verify', () => {
    expect(noteKeyId(PETER)).toBe('c74f20a3');
    expect(encodeVerifierKey(PETER)).toBe(
      'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    );
    expect(verifyNote(SPOKEN, [PETER])).toMatchObject({ outcome: 'verified', by: [PETER] });
  });

  it('is signed and verified, and any changed character is found', async () => {
    const { key, sign } = keyOf(NAME, 1);
    const note = await signNote(TEXT, key, sign);
    expect(verifyNote(note, [key])).toEqual({ outcome: 'verified', text: TEXT, by: [key] });
    const bytes = Buffer.from(note);
    for (let at = 0; at < bytes.length; at += 1) {
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(verifyNote(altered.toString('utf8'), [key]).outcome).not.toBe('verified');
    }
  });

  it('passes over strangers, but not over a wrong signature of a known key', async () => {
    const [log, witness, stranger] = [keyOf(NAME, 1), keyOf('witness.example/w', 2), keyOf('x', 3)];
    const parts = await Promise.all(
      [log, witness].map(async (signer) =>
        parseNote(await signNote(TEXT, signer.key, signer.sign)),
      ),
    );
    const signatures = parts.flatMap((part) => part?.signatures ?? []);
    const note = formatNote({ text: TEXT, signatures });
    expect(verifyNote(note, [log.key])).toMatchObject({ by: [log.key] });
    expect(verifyNote(note, [witness.key, log.key])).toMatchObject({ by: [log.key, witness.key] });
    expect(verifyNote(note, [stranger.key])).toEqual({ outcome: 'key-unknown' });
    expect(verifyNote(note, [])).toEqual({ outcome: 'key-unknown' });
    const forged = formatNote({
      text: TEXT,
      signatures: signatures.map((one, i) =>
        i === 1 ? { ...one, signature: Buffer.alloc(64) } : one,
      ),
    });
    expect(verifyNote(forged, [log.key, witness.key])).toEqual({ outcome: 'signature-invalid' });
    expect(verifyNote(forged, [log.key])).toMatchObject({ outcome: 'verified' });
  });

  it('may hold empty lines in its text', async () => {
    const { key, sign } = keyOf(NAME, 1);
    const text = 'one\n\ntwo\n\n';
    expect(verifyNote(await signNote(text, key, sign), [key])).toMatchObject({ text });
  });

  it.each([
    ['nothing', ''],
    ['no signature', 'text\n\n'],
    ['no newline at the end', `${TEXT}\n— a AAAAAAA=`],
    ['a control character', `a\tb\n\n— a AAAAAAA=\n`],
    ['a space in the name', `${TEXT}\n— a b AAAAAAA=\n`],
    ['another dash', `${TEXT}\n- a AAAAAAA=\n`],
    ['base64 with a tail', `${TEXT}\n— a AAAAAAB=\n`],
    ['a signature of nothing', `${TEXT}\n— a AAAAAA==\n`],
    ['too many signatures', `${TEXT}\n${'— a AAAAAAA=\n'.repeat(65)}`],
  ])('refuses %s', (_, note) => {
    expect(parseNote(note)).toBeUndefined();
    expect(verifyNote(note, [])).toEqual({ outcome: 'malformed' });
  });

  it('takes ECDSA keys, named by their SPKI', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const spki = publicKey.export({ format: 'der', type: 'spki' });
    const key = { name: NAME, algorithm: 'ECDSA-P256-SHA256', spki } as const;
    const note = await signNote(TEXT, key, async (text) => sign('sha256', text, privateKey));
    expect(verifyNote(note, [key])).toMatchObject({ outcome: 'verified' });
    expect(verifyNote(note.replace('\n7\n', '\n8\n'), [key])).toEqual({
      outcome: 'signature-invalid',
    });
    const mislabelled = { ...key, algorithm: 'Ed25519' } as const;
    expect(verifyNote(note, [mislabelled]).outcome).not.toBe('verified');
  });
});

describe('checkpoint', () => {
  it('is three lines, and reads back', () => {
    const checkpoint = { origin: NAME, size: 7, root: Buffer.alloc(32, 1) };
    expect(encodeCheckpoint(checkpoint)).toBe(TEXT);
    expect(parseCheckpoint(TEXT)).toEqual(checkpoint);
    expect(parseCheckpoint(`${TEXT}an extension\n`)).toEqual(checkpoint);
  });

  it.each([
    '',
    'x\n',
    'x\n07\n',
    TEXT.replace('7', '-1'),
    TEXT.replace('7', '1e3'),
    'x\n7\nAAAA\n',
  ])('refuses %j', (text) => {
    expect(parseCheckpoint(text)).toBeUndefined();
  });
});
