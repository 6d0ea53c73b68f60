/** Whether a certificate was revoked, by answers stapled to the signature or held in a cache. */
import { type Certificate, isSignedBy } from './certificate.ts';
import { parseRevocationList, type RevocationList } from './revocation-list.ts';
import { isAbout, parseStatusAnswer, type StatusAnswer } from './status-answer.ts';

export type RevocationAnswer = RevocationList | StatusAnswer;

/** Port: answers that were fetched before. Never waits and never asks the network. */
export interface RevocationCache {
  /** Those that may speak of certificates of this issuer. */
  readonly answersOf: (issuer: Certificate) => readonly RevocationAnswer[];
}

export type RevocationStatus =
  | { readonly kind: 'good' }
  | { readonly kind: 'revoked'; readonly at: number }
  /** We keep answers of this issuer, and they are out of date: our failure, not the sender's. */
  | { readonly kind: 'stale' }
  | { readonly kind: 'unknown' };

export interface RevocationQuestion {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  /** The instant at which the answer must be current. */
  readonly at: number;
  readonly skewMs: number;
  readonly allowsSha1: boolean;
}

/** What these bytes say, in whichever of the two forms. */
export const parseAnswer = (bytes: Uint8Array): RevocationAnswer | undefined =>
  parseStatusAnswer(bytes) ?? parseRevocationList(bytes);

/** A cache of answers read from files: `cachedAnswers(files.map(parseAnswer))`. */
export function cacheOf(answers: readonly RevocationAnswer[]): RevocationCache {
  const lists = new Map<string, RevocationAnswer[]>();
  const statuses = answers.filter(({ kind }) => kind === 'ocsp');
  for (const answer of answers) {
    if (answer.kind !== 'crl') continue;
    const known = lists.get(answer.issuer);
    if (known === undefined) lists.set(answer.issuer, [answer]);
    else known.push(answer);
  }
  return { answersOf: ({ subject }) => [...(lists.get(subject) ?? []), ...statuses] };
}

/** The status by every answer that is authentic; one that says revoked outweighs any other. */
export function revocationStatus(
  question: RevocationQuestion,
  stapled: readonly RevocationAnswer[],
  cached: readonly RevocationAnswer[],
): RevocationStatus {
  const statements = [...stapled, ...cached].flatMap((answer) => statementsOf(answer, question));
  const { at, skewMs } = question;
  const revoked = statements.find(({ revokedAt }) => revokedAt !== undefined && revokedAt <= at);
  if (revoked?.revokedAt !== undefined) return { kind: 'revoked', at: revoked.revokedAt };
  const isCurrent = statements.some(
    ({ thisUpdate, nextUpdate, isKnown }) =>
      isKnown && thisUpdate <= at + skewMs && nextUpdate >= at - skewMs,
  );
  if (isCurrent) return { kind: 'good' };
  const isOurs = cached.some((answer) => statementsOf(answer, question).length > 0);
  return { kind: isOurs ? 'stale' : 'unknown' };
}

interface Statement {
  readonly isKnown: boolean;
  readonly revokedAt: number | undefined;
  readonly thisUpdate: number;
  readonly nextUpdate: number;
}

function statementsOf(answer: RevocationAnswer, question: RevocationQuestion): Statement[] {
  const { certificate, issuer, allowsSha1 } = question;
  if (answer.kind === 'crl') {
    const { keyUsage } = issuer.extensions;
    const maySign = keyUsage === undefined || keyUsage.has('cRLSign');
    if (answer.issuer !== certificate.issuer || !maySign) return [];
    if (!isSignedBy(answer, issuer, allowsSha1)) return [];
    const { thisUpdate, nextUpdate, revoked } = answer;
    return [{ isKnown: true, revokedAt: revoked.get(certificate.serial), thisUpdate, nextUpdate }];
  }
  const about = answer.statuses.filter((status) => isAbout(status, certificate, issuer));
  if (about.length === 0 || !isByResponder(answer, question)) return [];
  return about.map(({ status, revokedAt, thisUpdate, nextUpdate }) => ({
    isKnown: status !== 'unknown',
    revokedAt: status === 'revoked' ? revokedAt : undefined,
    thisUpdate,
    nextUpdate,
  }));
}

const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';

/** The issuer itself, or a responder that it certified for this purpose. */
function isByResponder(answer: StatusAnswer, question: RevocationQuestion): boolean {
  const { issuer, allowsSha1, at } = question;
  if (isSignedBy(answer, issuer, allowsSha1)) return true;
  return answer.certificates.some(
    (responder) =>
      responder.extensions.extendedKeyUsage?.includes(OCSP_SIGNING) === true &&
      responder.issuer === issuer.subject &&
      responder.notBefore <= at &&
      responder.notAfter >= at &&
      isSignedBy(responder.signed, issuer, allowsSha1) &&
      isSignedBy(answer, responder, allowsSha1),
  );
}
