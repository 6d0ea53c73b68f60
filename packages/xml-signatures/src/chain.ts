/** From a certificate to an authority that is trusted (RFC 5280, 6.1), bounded in length and work. */
import { type Certificate, isSignedBy } from './certificate.ts';

export interface ChainQuestion {
  /** What the signature brings besides the leaf. */
  readonly others: readonly Certificate[];
  readonly anchors: readonly Certificate[];
  /** Milliseconds at which every certificate must be in force. */
  readonly at: number;
  readonly allowsSha1: boolean;
}

export type Chain =
  /** From the leaf to the anchor. */
  | { readonly ok: true; readonly path: readonly Certificate[] }
  | {
      readonly ok: false;
      readonly kind: 'untrusted' | 'constraint' | 'not-in-force';
      readonly certificate: Certificate;
      /** Which constraint. */
      readonly detail: string;
    };
type Failure = Exclude<Chain, { ok: true }>;

const LENGTH_MAX = 8;
/** Signatures checked for one chain; cross-signed authorities could make a search of it. */
const TRIES_MAX = 50;

/** A chain from `leaf` to an anchor, or the best reason why there is none. */
export function buildChain(leaf: Certificate, question: ChainQuestion): Chain {
  const problem = problemOf(leaf, question.at) ?? useProblem(leaf);
  if (problem !== undefined) return problem;
  let triesLeft = TRIES_MAX;
  let failure: Failure = { ok: false, kind: 'untrusted', certificate: leaf, detail: '' };
  const isIssuer = (issuer: Certificate, path: readonly Certificate[]): boolean => {
    const last = path.at(-1)!;
    if (issuer.subject !== last.issuer || path.some(({ id }) => id === issuer.id)) return false;
    triesLeft -= 1;
    if (triesLeft < 0 || !isSignedBy(last.signed, issuer, question.allowsSha1)) return false;
    const wrong = problemOf(issuer, question.at) ?? authorityProblem(issuer, path.length - 1);
    if (wrong !== undefined) failure = wrong;
    return wrong === undefined;
  };
  const search = (path: readonly Certificate[]): readonly Certificate[] | undefined => {
    if (question.anchors.some(({ id }) => id === path.at(-1)?.id)) return path;
    if (path.length >= LENGTH_MAX) return undefined;
    for (const issuer of [...question.anchors, ...question.others]) {
      const found = isIssuer(issuer, path) ? search([...path, issuer]) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const path = search([leaf]);
  return path === undefined ? failure : { ok: true, path };
}

const wrong = (certificate: Certificate, detail: string): Failure => ({
  ok: false,
  kind: 'constraint',
  certificate,
  detail,
});

function problemOf(certificate: Certificate, at: number): Failure | undefined {
  const { notBefore, notAfter, extensions } = certificate;
  const [unknown] = extensions.unknownCritical;
  if (unknown !== undefined) return wrong(certificate, `critical extension ${unknown}`);
  if (at >= notBefore && at <= notAfter) return undefined;
  return { ok: false, kind: 'not-in-force', certificate, detail: '' };
}

function useProblem(leaf: Certificate): Failure | undefined {
  const { keyUsage } = leaf.extensions;
  const maySign =
    keyUsage === undefined || keyUsage.has('digitalSignature') || keyUsage.has('nonRepudiation');
  return maySign ? undefined : wrong(leaf, 'keyUsage without digitalSignature');
}

function authorityProblem(issuer: Certificate, below: number): Failure | undefined {
  const { isAuthority, keyUsage, pathLengthMax } = issuer.extensions;
  if (!isAuthority) return wrong(issuer, 'basicConstraints: not an authority');
  if (keyUsage !== undefined && !keyUsage.has('keyCertSign')) {
    return wrong(issuer, 'keyUsage without keyCertSign');
  }
  return below > pathLengthMax ? wrong(issuer, `pathLenConstraint ${pathLengthMax}`) : undefined;
}
