import {
  type Holder,
  newAuthority,
  newRevocationList,
  newSigner,
  newStatusAnswer,
  newTimestamp,
  type SigningWish,
  signXml,
  URI,
} from '@ventanilla/samples/signing';
import { createXmlEngine } from '@ventanilla/xml';
import { parseCertificate } from './certificate.ts';
import { judgeSignatures, type SignaturePolicy } from './judge.ts';
import { cacheOf, parseAnswer } from './revocation.ts';
import { verifySignatures } from './verify.ts';

const engine = createXmlEngine();
const root = newAuthority('Root');
const middle = newAuthority('Middle', { pathLength: 0 }, root);
const signer = newSigner('Seller 123-K', middle);
const RECEIVED = Date.parse('2026-11-02T00:00:00Z');

const certificate = ({ certificate: der }: Holder) => {
  const parsed = parseCertificate(der);
  if (parsed === undefined) throw new Error('our own certificate is readable');
  return parsed;
};
const answers = (...ders: readonly Uint8Array[]) =>
  cacheOf(
    ders.map((der) => {
      const answer = parseAnswer(der);
      if (answer === undefined) throw new Error('our own answer is readable');
      return answer;
    }),
  );
const POLICY: SignaturePolicy = {
  mode: 'enforce',
  allowsSha1: false,
  rsaBitsMin: 2048,
  anchors: [certificate(root)],
  revocation: 'ignore',
  cache: cacheOf([]),
  skewMs: 300_000,
};

const sign = (more: Partial<SigningWish> = {}) =>
  signXml('<a><t>1</t><?signature?></a>', {
    by: signer,
    references: [{ uri: '', transforms: [URI.enveloped] }],
    certificates: [signer.certificate, middle.certificate],
    ...more,
  });

function judge(text: string, policy: Partial<SignaturePolicy> = {}, receivedAt = RECEIVED) {
  const result = engine.parse(Buffer.from(text));
  if (!result.ok) throw new Error(result.detail);
  const all = { ...POLICY, ...policy };
  const reading = verifySignatures(
    result.document,
    {
      isPlace: () => true,
      coverage: (element) => [{ element, signer: '123K' }],
    },
    all,
  );
  result.document.dispose();
  return judgeSignatures(reading, all, receivedAt);
}
const codes = (...args: Parameters<typeof judge>) =>
  judge(...args)
    .map(({ code }) => code.slice(-3))
    .join(' ');

describe('the chain of certificates', () => {
  const by = (holder: Holder, ...more: readonly Holder[]) =>
    sign({ by: holder, certificates: [holder, ...more].map((one) => one.certificate) });

  it('leads to an anchor, which may also be the signer itself', () => {
    expect(codes(sign())).toBe('');
    expect(codes(by(signer), { anchors: [certificate(signer)] })).toBe('');
    expect(codes(by(signer), { anchors: [certificate(middle)] })).toBe('');
  });

  it.each([
    ['a missing link', by(signer), '020'],
    ['a stranger', by(newSigner('Seller 123K', newAuthority('Root'))), '020'],
    ['an issuer that is no authority', by(newSigner('S 123K', signer), signer, middle), '021'],
    [
      'too long a path',
      (() => {
        const below = newAuthority('Below', {}, middle);
        return by(newSigner('S 123K', below), below, middle);
      })(),
      '021',
    ],
    ['a key not for signing', by(newSigner('S 123K', root, { keyUsage: 0x20 })), '021'],
    [
      'an unknown critical extension',
      by(newSigner('S 123K', root, { unknownCritical: true })),
      '021',
    ],
    [
      'an expired certificate',
      by(newSigner('S 123K', root, { notAfter: '2026-06-01T00:00:00Z' })),
      '022',
    ],
    [
      'a certificate not yet in force',
      by(newSigner('S 123K', root, { notBefore: '2027-06-01T00:00:00Z' })),
      '022',
    ],
    ['the name of another', by(newSigner('Other', root)), '027'],
  ])('%s', (_, text, expected) => {
    expect(codes(text)).toBe(expected);
  });

  it('an authority without keyCertSign', () => {
    const weak = newAuthority('Weak', { keyUsage: 0x02 }, root);
    expect(codes(by(newSigner('S 123K', weak), weak))).toBe('021');
  });

  it('ends, however many cross-signed authorities a signature brings', () => {
    const loops = Array.from({ length: 9 }, () => newAuthority('Loop', {}, newAuthority('Loop')));
    expect(codes(by(newSigner('S 123K', loops[0]!), ...loops))).toBe('020');
  });

  it('is judged at the time of signing', () => {
    const short = newSigner('S 123K', root, { notAfter: '2026-11-01T12:00:00Z' });
    const xades = { signingTime: '2026-11-01T10:00:00Z' };
    expect(codes(sign({ by: short, certificates: [short.certificate], xades }))).toBe('');
    expect(codes(sign({ by: short, certificates: [short.certificate] }))).toBe('022');
    expect(codes(sign({ xades: { signingTime: '2026-11-02T00:04:00Z' } }))).toBe('');
    expect(codes(sign({ xades: { signingTime: '2026-11-02T01:00:00Z' } }))).toBe('018');
  });

  it('observed, is told and rejects nothing', () => {
    const [fault] = judge(by(signer), { mode: 'observe' });
    expect(fault).toMatchObject({ code: 'VEN-SIG-020', severity: 'warning' });
  });
});

describe('revocation', () => {
  const revokedAt = '2026-10-15T00:00:00Z';
  const lists = [newRevocationList(root, []), newRevocationList(middle, [])];
  const revoked = newRevocationList(middle, [{ holder: signer, at: revokedAt }]);
  const old = { thisUpdate: '2026-09-01T00:00:00Z', nextUpdate: '2026-09-30T00:00:00Z' };
  const require = { revocation: 'require' } as const;
  const prefer = { revocation: 'prefer' } as const;

  it('by lists in the cache', () => {
    expect(codes(sign(), { ...require, cache: answers(...lists) })).toBe('');
    expect(codes(sign(), { ...require, cache: answers(lists[0]!, revoked) })).toBe('023');
    expect(codes(sign(), { ...require, cache: answers(...lists, revoked) })).toBe('023');
    expect(codes(sign(), { revocation: 'ignore', cache: answers(revoked) })).toBe('');
  });

  it('of an authority on the way', () => {
    const cache = answers(newRevocationList(root, [{ holder: middle, at: revokedAt }]), lists[1]!);
    expect(codes(sign(), { ...require, cache })).toBe('023');
  });

  it('by status answers, of the issuer or of a responder it certified', () => {
    const responder = newSigner('Responder', middle, { extendedKeyUsage: ['1.3.6.1.5.5.7.3.9'] });
    const stranger = newSigner('Stranger', middle);
    const cached = (der: Buffer) => ({ ...require, cache: answers(lists[0]!, der) });
    expect(codes(sign(), cached(newStatusAnswer(middle, signer, 'good')))).toBe('');
    expect(codes(sign(), cached(newStatusAnswer(middle, signer, 'good', { responder })))).toBe('');
    expect(codes(sign(), cached(newStatusAnswer(middle, signer, { revokedAt })))).toBe('023');
    expect(
      codes(sign(), cached(newStatusAnswer(middle, signer, 'good', { responder: stranger }))),
    ).toBe('024');
    expect(codes(sign(), cached(newStatusAnswer(middle, middle, 'good')))).toBe('024');
  });

  it('stapled to the signature', () => {
    const staple = (...ders: readonly Buffer[]) =>
      sign({
        xades: {
          unsigned: () =>
            `<xades:RevocationValues><xades:CRLValues>${ders
              .map(
                (der) =>
                  `<xades:EncapsulatedCRLValue>${der.toString('base64')}</xades:EncapsulatedCRLValue>`,
              )
              .join('')}</xades:CRLValues></xades:RevocationValues>`,
        },
      });
    expect(codes(staple(...lists), require)).toBe('');
    expect(codes(staple(lists[0]!, revoked), require)).toBe('023');
    expect(codes(staple(lists[0]!, newRevocationList(middle, [], old)), require)).toBe('024');
  });

  it('not known: refused, observed, or ours to mend', () => {
    expect(codes(sign(), require)).toBe('024 024');
    expect(judge(sign(), prefer).map(({ code, severity }) => [code, severity])).toEqual([
      ['VEN-SIG-025', 'warning'],
      ['VEN-SIG-025', 'warning'],
    ]);
    const cache = answers(lists[0]!, newRevocationList(middle, [], old));
    expect(codes(sign(), { ...prefer, cache })).toBe('025');
    expect(() => judge(sign(), { ...require, cache })).toThrow(
      expect.objectContaining({ code: 'revocation-stale', retryable: true }),
    );
  });

  it('an answer that is not authentic does not count', () => {
    const forged = newRevocationList({ ...root, name: 'Middle' }, [
      { holder: signer, at: revokedAt },
    ]);
    expect(codes(sign(), { ...prefer, cache: answers(...lists, forged) })).toBe('');
  });
});

describe('timestamps', () => {
  const stamper = newSigner('Stamper', root, { extendedKeyUsage: ['1.3.6.1.5.5.7.3.8'] });
  const revoked = answers(
    newRevocationList(root, []),
    newRevocationList(middle, [{ holder: signer, at: '2026-11-01T12:00:00Z' }]),
  );
  const stamped = (by: Holder, issuer: Holder, when: string, bend = (text: string) => text) =>
    sign({
      xades: {
        unsigned: (value) => {
          const text = `<ds:SignatureValue xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:xades="http://uri.etsi.org/01903/v1.3.2#">${bend(value)}</ds:SignatureValue>`;
          const token = newTimestamp(
            by,
            issuer,
            Buffer.from(text.replace(/ xmlns:xades="[^"]*"/, '')),
            when,
          );
          return `<xades:SignatureTimeStamp><xades:EncapsulatedTimeStamp>${token.toString('base64')}</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>`;
        },
      },
    });

  it('prove that the signature is older than the revocation', () => {
    const policy = { revocation: 'require', cache: revoked } as const;
    expect(codes(stamped(stamper, root, '2026-11-01T11:00:00Z'), policy)).toBe('');
    expect(codes(stamped(stamper, root, '2026-11-01T13:00:00Z'), policy)).toBe('023');
    // What the signer claims proves nothing.
    expect(codes(sign({ xades: { signingTime: '2026-11-01T11:00:00Z' } }), policy)).toBe('023');
  });

  it('do not count when over another signature, by a stranger, or not for the purpose', () => {
    const when = '2026-11-01T11:00:00Z';
    expect(codes(stamped(stamper, root, when, (value) => `${value}A`))).toBe('026');
    const strange = newAuthority('Strange');
    const other = newSigner('S', strange, { extendedKeyUsage: ['1.3.6.1.5.5.7.3.8'] });
    expect(codes(stamped(other, strange, when))).toBe('026');
    expect(codes(stamped(newSigner('S', root), root, when))).toBe('026');
  });
});
