import {
  newAuthority,
  newKey,
  newSigner,
  type SigningWish,
  signXml,
  URI,
} from '@ventanilla/samples/signing';
import { createXmlEngine, type XmlElement } from '@ventanilla/xml';
import type { SignatureProfile } from './profile.ts';
import { verifySignatures } from './verify.ts';

const engine = createXmlEngine();
const root = newAuthority('Root');
const signer = newSigner('Seller', root);

/** A document with a signed part and a place for signatures at its end. */
const covered = ({ children }: XmlElement) =>
  children.filter(({ name }) => name === 'data').map((element) => ({ element }));
const profile: SignatureProfile = {
  isPlace: ({ parent }) => parent?.parent === undefined,
  coverage: covered,
};
const enveloped: SignatureProfile = {
  ...profile,
  coverage: (element) => [{ element }],
};
const DOCUMENT =
  '<inv xmlns="u:inv" xmlns:x="u:x" xml:lang="es"><data Id="data" b="2" a="1">\n  <total x:c="Q">10.00</total><!-- note --></data><?signature?></inv>';
const DATA = { uri: '#data', transforms: [URI.exclusive] };
const WHOLE = { uri: '', transforms: [URI.enveloped] };

function verify(text: string, by: SignatureProfile = profile, policy = {}) {
  const result = engine.parse(Buffer.from(text));
  if (!result.ok) throw new Error(result.detail);
  try {
    return verifySignatures(result.document, by, {
      allowsSha1: false,
      rsaBitsMin: 2048,
      ...policy,
    });
  } finally {
    result.document.dispose();
  }
}
const codes = (...args: Parameters<typeof verify>) =>
  verify(...args).faults.map(({ code }) => code.slice(-3));
const wish = (more: Partial<SigningWish> = {}): SigningWish => ({
  by: signer,
  references: [DATA],
  ...more,
});

describe('a good signature', () => {
  const rsa = newSigner('RSA', root, { key: newKey('rsa') });
  const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
  const NEWER = 'http://www.w3.org/2007/05/xmldsig-more#';
  it.each([
    ...['256', '384', '512'].map((bits) => [`${MORE}rsa-sha${bits}`, rsa] as const),
    ...['256', '384', '512'].map((bits) => [`${NEWER}sha${bits}-rsa-MGF1`, rsa] as const),
    [`${MORE}ecdsa-sha256`, signer],
    [`${MORE}ecdsa-sha384`, newSigner('384', root, { key: newKey('P-384') })],
    [`${MORE}ecdsa-sha512`, newSigner('521', root, { key: newKey('P-521') })],
  ] as const)('by %s', (algorithm, by) => {
    const { faults, verified } = verify(signXml(DOCUMENT, wish({ algorithm, by })));
    expect(faults).toEqual([]);
    expect(verified.map(({ coverage }) => coverage.element.name)).toEqual(['data']);
  });

  it.each([URI.sha256, URI.sha384, URI.sha512])('with digests by %s', (digest) => {
    expect(codes(signXml(DOCUMENT, wish({ digest })))).toEqual([]);
  });

  it.each([
    URI.inclusive,
    URI.inclusiveWithComments,
    URI.inclusive11,
    URI.exclusive,
    URI.exclusiveWithComments,
  ])('canonicalised by %s', (form) => {
    const references = [{ uri: '#data', transforms: [form] }];
    expect(codes(signXml(DOCUMENT, wish({ references, canonicalisation: form })))).toEqual([]);
  });

  it('over the whole document it stands in', () => {
    const text = signXml(DOCUMENT, wish({ references: [WHOLE] }));
    expect(codes(text, enveloped)).toEqual([]);
    expect(codes(text.replace('</inv>', '<more/></inv>'), enveloped)).toEqual(['011']);
  });

  it('of XAdES, with the time it claims', () => {
    const xades = { signingTime: '2026-11-01T04:00:00-06:00' };
    const { faults, verified } = verify(signXml(DOCUMENT, wish({ xades })));
    expect(faults).toEqual([]);
    expect(verified[0]?.signingTime).toBe(Date.parse('2026-11-01T10:00:00Z'));
    for (const version of [1, 2] as const) {
      expect(codes(signXml(DOCUMENT, wish({ xades: { version, digest: URI.sha512 } })))).toEqual(
        [],
      );
    }
  });
});

describe('a signature that does not hold', () => {
  const sound = signXml(DOCUMENT, wish());
  const xades = signXml(DOCUMENT, wish({ xades: {} }));
  it.each([
    ['changed amount', sound.replace('10.00', '99.00'), '011'],
    ['changed digest', sound.replace(/<ds:DigestValue>./, '<ds:DigestValue>/'), '011 012'],
    ['changed value', sound.replace(/<ds:SignatureValue>..../, '<ds:SignatureValue>AAAA'), '012'],
    ['no value', sound.replace(/<ds:SignatureValue>[^<]*/, '<ds:SignatureValue>'), '003 001'],
    ['no signature', DOCUMENT.replace('<?signature?>', ''), '001'],
    ['a remark inside a text', sound.replace('10.00', '10<!-- -->.00'), '013'],
    ['a remark inside the digest', sound.replace('<ds:DigestValue>', '$&<!-- -->'), '013'],
    ['other signing time', xades.replace('2026-11-01T10', '2026-11-01T11'), '011'],
    [
      'a second SignedInfo',
      sound.replace(/(<ds:SignedInfo>.*<\/ds:SignedInfo>)/, '$1$1'),
      '003 001',
    ],
    ['foreign child', sound.replace('<ds:KeyInfo>', '<x:y/><ds:KeyInfo>'), '003 001'],
    ['no certificate', signXml(DOCUMENT, wish({ certificates: [] })), '014'],
    ['broken certificate', signXml(DOCUMENT, wish({ certificates: [Buffer.from('ABC')] })), '014'],
    ['of another key', signXml(DOCUMENT, wish({ certificates: [root.certificate] })), '012'],
  ])('%s', (_, text, expected) => {
    expect(codes(text).join(' ')).toBe(expected);
  });

  it('is told with its place, in both languages', () => {
    const [fault] = verify(sound.replace('10.00', '99.00')).faults;
    expect(fault).toMatchObject({
      code: 'VEN-SIG-011',
      severity: 'fatal',
      stage: 'signatures',
      path: '/inv/ds:Signature/ds:SignedInfo/ds:Reference',
      line: 2,
      actual: '#data',
    });
    expect(fault?.message.es).toContain('#data');
  });
});

describe('what is not allowed', () => {
  const bent = (from: string | RegExp, to: string) =>
    signXml(DOCUMENT, wish({ bend: (text) => text.replace(from, to) }));
  const HMAC = 'http://www.w3.org/2000/09/xmldsig#hmac-sha1';
  const XPATH = 'http://www.w3.org/TR/1999/REC-xpath-19991116';
  const XSLT = 'http://www.w3.org/TR/1999/REC-xslt-19991116';
  const many = (count: number, text: string) => Array.from({ length: count }, () => text).join('');
  it.each([
    ['HMAC', signXml(DOCUMENT, wish({ algorithm: HMAC })), '004'],
    ['no algorithm', bent(/<ds:SignatureMethod Algorithm="[^"]*"/, '<ds:SignatureMethod'), '004'],
    ['a parameter', bent(/(<ds:SignatureMethod[^>]*)\/>/, '$1><x:p/></ds:SignatureMethod>'), '004'],
    ['SHA-1 digests', signXml(DOCUMENT, wish({ digest: URI.sha1 })), '004'],
    [
      'XPath',
      signXml(DOCUMENT, wish({ references: [{ uri: '#data', transforms: [XPATH] }] })),
      '005',
    ],
    [
      'XSLT',
      signXml(DOCUMENT, wish({ references: [{ uri: '#data', transforms: [XSLT] }] })),
      '005',
    ],
    [
      'two canonical forms',
      bent('<ds:Transforms>', `$&<ds:Transform Algorithm="${URI.inclusive}"/>`),
      '005',
    ],
    [
      'XPath as canonical form',
      bent(/(<ds:CanonicalizationMethod Algorithm=")[^"]*/, `$1${XPATH}`),
      '004',
    ],
    ['an external reference', bent('URI="#data"', 'URI="http://example.com/a.xml"'), '007'],
    ['a file', bent('URI="#data"', 'URI="file:///etc/passwd"'), '007'],
    ['an XPointer', bent('URI="#data"', 'URI="#xpointer(id(\'data\'))"'), '007'],
    ['a reference without URI', bent(' URI="#data"', ''), '007'],
    ['a reference to nothing', bent('URI="#data"', 'URI="#gone"'), '008'],
    ['10,000 references', bent(/<ds:Reference.*<\/ds:Reference>/, many(10_000, '$&')), '006'],
    ['10,000 transforms', bent(/<ds:Transform [^>]*>/, many(10_000, '$&')), '006'],
    ['the same reference twice', bent(/<ds:Reference.*<\/ds:Reference>/, '$&$&'), '006'],
    [
      '100 certificates',
      bent(/<ds:X509Certificate>.*<\/ds:X509Certificate>/, many(100, '$&')),
      '006',
    ],
  ])('%s', (_, text, expected) => {
    expect(codes(text)).toContain(expected);
    expect(verify(text).verified).toEqual([]);
  });

  it('more signatures than a document of business has', () => {
    const one = '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>';
    expect(codes(DOCUMENT.replace('<?signature?>', many(6, one)))).toEqual(['006']);
  });

  it('a weak key, and a key of another kind than the algorithm', () => {
    const weak = newSigner('Weak', root, { key: newKey('rsa', 1024) });
    const text = signXml(DOCUMENT, wish({ by: weak }));
    expect(codes(text)).toEqual(['015']);
    expect(codes(text, profile, { rsaBitsMin: 1024 })).toEqual([]);
    const confused = signXml(DOCUMENT, wish({ certificates: [weak.certificate] }));
    expect(codes(confused)).toEqual(['015']);
  });

  it('SHA-1, unless the policy says so', () => {
    const rsa = newSigner('Old', root, { key: newKey('rsa') });
    const algorithm = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1';
    const text = signXml(DOCUMENT, wish({ by: rsa, algorithm, digest: URI.sha1 }));
    expect(codes(text)).toContain('004');
    expect(codes(text, profile, { allowsSha1: true })).toEqual([]);
  });

  it('XAdES properties that are not signed, of another signature, or of another certificate', () => {
    const other = newSigner('Other', root).certificate;
    expect(codes(signXml(DOCUMENT, wish({ xades: { certificate: other } })))).toEqual(['017']);
    const sound = signXml(DOCUMENT, wish({ xades: {} }));
    expect(codes(sound.replace('Target="#sig"', 'Target="#other"'))).toEqual(['003']);
    const loose = signXml(
      DOCUMENT,
      wish({
        xades: {},
        bend: (text) => text.replace(/<ds:Reference Type.*?<\/ds:Reference>/, ''),
      }),
    );
    expect(codes(loose)).toEqual(['016']);
  });
});

/** Wrapping: the signature still holds for the signed element, but something else is read. */
describe('the classic moves of signature wrapping', () => {
  const sound = signXml(DOCUMENT, wish());
  const [data = ''] = /<data .*<\/data>/s.exec(sound) ?? [];
  const [signature = ''] = /<ds:Signature .*<\/ds:Signature>/s.exec(sound) ?? [];
  const evil = data.replace('10.00', '99.00');
  const fresh = evil.replace('Id="data"', 'Id="evil"');
  const bare = evil.replace(' Id="data"', '');
  const bed = (inner: string) => `<ds:Object>${inner}</ds:Object></ds:Signature>`;
  it.each([
    ['same id, forged first', sound.replace(data, evil + data)],
    ['same id, forged last', sound.replace(signature, evil + signature)],
    ['fresh id, original behind it', sound.replace(data, fresh + data)],
    ['no id, original behind it', sound.replace(data, bare + data)],
    ['original wrapped in an unknown element', sound.replace(data, `${fresh}<wrap>${data}</wrap>`)],
    [
      'original inside the forged one',
      sound.replace(data, fresh.replace('</data>', `${data}</data>`)),
    ],
    [
      'original inside the signature',
      sound.replace(data, fresh).replace('</ds:Signature>', bed(data)),
    ],
    ['forged inside the signature, same id', sound.replace('</ds:Signature>', bed(evil))],
    [
      'signature inside the forged one',
      sound.replace(data + signature, fresh.replace('</data>', `${data}${signature}</data>`)),
    ],
    ['everything inside a new root', `<inv xmlns="u:inv" xmlns:x="u:x">${fresh}${sound}</inv>`],
  ])('%s', (_, text) => {
    expect(text).not.toBe(sound);
    const { faults, verified } = verify(text, {
      ...profile,
      // The reader takes the first one.
      coverage: (element: XmlElement) => covered(element).slice(0, 1),
    });
    expect(faults.length).toBeGreaterThan(0);
    expect(verified).toEqual([]);
  });
});
