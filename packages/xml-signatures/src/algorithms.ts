/** The algorithms taken: whatever is not in these tables is refused by name, XPath, XSLT and HMAC included. */
import type { Canonicalisation } from '@ventanilla/xml';

export type Hash = 'sha1' | 'sha256' | 'sha384' | 'sha512';

export interface SignatureAlgorithm {
  readonly hash: Hash;
  readonly key: 'rsa' | 'ec';
  readonly isPss: boolean;
}

const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
const NEWER = 'http://www.w3.org/2007/05/xmldsig-more#';
const ENC = 'http://www.w3.org/2001/04/xmlenc#';
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const INCLUSIVE_1_0 = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
const INCLUSIVE_1_1 = 'http://www.w3.org/2006/12/xml-c14n11';

const rsa = (hash: Hash): SignatureAlgorithm => ({ hash, key: 'rsa', isPss: false });
const pss = (hash: Hash): SignatureAlgorithm => ({ hash, key: 'rsa', isPss: true });
const ec = (hash: Hash): SignatureAlgorithm => ({ hash, key: 'ec', isPss: false });

export const SIGNATURE_ALGORITHMS: ReadonlyMap<string, SignatureAlgorithm> = new Map([
  [`${MORE}rsa-sha256`, rsa('sha256')],
  [`${MORE}rsa-sha384`, rsa('sha384')],
  [`${MORE}rsa-sha512`, rsa('sha512')],
  [`${NEWER}sha256-rsa-MGF1`, pss('sha256')],
  [`${NEWER}sha384-rsa-MGF1`, pss('sha384')],
  [`${NEWER}sha512-rsa-MGF1`, pss('sha512')],
  [`${MORE}ecdsa-sha256`, ec('sha256')],
  [`${MORE}ecdsa-sha384`, ec('sha384')],
  [`${MORE}ecdsa-sha512`, ec('sha512')],
  [`${DSIG}rsa-sha1`, rsa('sha1')],
  [`${MORE}ecdsa-sha1`, ec('sha1')],
]);

export const DIGEST_ALGORITHMS: ReadonlyMap<string, Hash> = new Map([
  [`${ENC}sha256`, 'sha256'],
  [`${MORE}sha384`, 'sha384'],
  [`${ENC}sha512`, 'sha512'],
  [`${DSIG}sha1`, 'sha1'],
]);

const inclusive = (version: '1.0' | '1.1', comments: boolean): Canonicalisation => ({
  exclusive: false,
  version,
  comments,
});
const exclusive = (comments: boolean): Canonicalisation => ({ exclusive: true, comments });

export const CANONICALISATIONS: ReadonlyMap<string, Canonicalisation> = new Map([
  [INCLUSIVE_1_0, inclusive('1.0', false)],
  [`${INCLUSIVE_1_0}#WithComments`, inclusive('1.0', true)],
  [INCLUSIVE_1_1, inclusive('1.1', false)],
  [`${INCLUSIVE_1_1}#WithComments`, inclusive('1.1', true)],
  [EXCLUSIVE, exclusive(false)],
  [`${EXCLUSIVE}WithComments`, exclusive(true)],
]);

/** What is canonicalised when a reference names no way of its own. */
export const DEFAULT_CANONICALISATION = inclusive('1.0', false);

export const ENVELOPED = `${DSIG}enveloped-signature`;

export const DSIG_NAMESPACE = DSIG;
export const EXCLUSIVE_NAMESPACE = EXCLUSIVE;
