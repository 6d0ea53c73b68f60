/** Whether to trust who signed: the chain, the time, revocation. Apart from the crypto, so that it can wait for facts. */
import { OperationalError } from '@ventanilla/errors';
import type { Fault } from '@ventanilla/rules';
import type { Certificate } from './certificate.ts';
import { buildChain, type Chain } from './chain.ts';
import { type SignatureFault, signatureFault } from './faults.ts';
import type { Demand } from './profile.ts';
import { type RevocationCache, revocationStatus } from './revocation.ts';
import type { SignatureReading, VerifiedSignature, VerifyPolicy } from './verify.ts';

export interface SignaturePolicy extends VerifyPolicy {
  /** `observe` tells as observations what `enforce` would reject. */
  readonly mode: 'observe' | 'enforce';
  readonly anchors: readonly Certificate[];
  /** `require`: no answer, no acceptance; `prefer`: no answer is an observation; `ignore`: not asked. */
  readonly revocation: 'require' | 'prefer' | 'ignore';
  readonly cache: RevocationCache;
  /** By how much clocks may differ. */
  readonly skewMs: number;
}

type Say = (
  kind: SignatureFault,
  values?: { expected?: string; actual?: string },
  demand?: Demand,
) => void;

/**
 * Every fault of the signatures of one document, received at that instant. Throws the retryable
 * OperationalError `revocation-stale` when a status must be known and our own answers are out of date.
 */
export function judgeSignatures(
  reading: SignatureReading,
  policy: SignaturePolicy,
  receivedAt: number,
): readonly Fault[] {
  const faults = [...reading.faults];
  for (const signature of reading.verified) {
    const { element } = signature;
    const say: Say = (kind, values, demand) => {
      faults.push(signatureFault(kind, reading.placeOf(element), values, demand));
    };
    judge(signature, reading.signer, policy, receivedAt, say);
  }
  if (policy.mode === 'enforce') return faults;
  return faults.map((fault) =>
    fault.severity === 'fatal' ? { ...fault, severity: 'warning' as const } : fault,
  );
}

function judge(
  signature: VerifiedSignature,
  naming: Demand,
  policy: SignaturePolicy,
  receivedAt: number,
  say: Say,
): void {
  const { signer, signingTime, coverage } = signature;
  if (signingTime !== undefined && signingTime > receivedAt + policy.skewMs) {
    say('signing-time', { actual: isoOf(signingTime) });
    return;
  }
  const proven = provenTime(signature, policy, say);
  // What the signer claims decides whether its certificate was in force; only what another proves
  // can excuse a later revocation, or a thief would date back.
  const at = proven ?? signingTime ?? receivedAt;
  const chain = chainOf(signer, signature, policy, at);
  if (!chain.ok) {
    sayChain(chain, at, say);
    return;
  }
  const { signer: expected } = coverage;
  if (expected !== undefined && !names(signer, expected)) {
    say('other-signer', { expected, actual: nameOf(signer) }, naming);
  }
  if (policy.revocation !== 'ignore') {
    judgeRevocation(chain.path, signature, policy, proven ?? receivedAt, say);
  }
}

const chainOf = (
  leaf: Certificate,
  { others, stapled }: Pick<VerifiedSignature, 'others' | 'stapled'>,
  { anchors, allowsSha1 }: SignaturePolicy,
  at: number,
): Chain =>
  buildChain(leaf, { others: [...others, ...stapled.certificates], anchors, at, allowsSha1 });

/** The earliest instant that a trusted timestamp proves. */
function provenTime(
  signature: VerifiedSignature,
  policy: SignaturePolicy,
  say: Say,
): number | undefined {
  const times: number[] = [];
  for (const { time, authority, others } of signature.stapled.timestamps) {
    const from = { others: [...others, ...signature.others], stapled: signature.stapled };
    if (chainOf(authority, from, policy, time).ok) times.push(time);
    else say('timestamp', { actual: nameOf(authority) });
  }
  return times.length === 0 ? undefined : Math.min(...times);
}

function sayChain(chain: Exclude<Chain, { ok: true }>, at: number, say: Say): void {
  const { kind, certificate, detail } = chain;
  const { notBefore, notAfter } = certificate;
  if (kind === 'untrusted') say(kind, { actual: nameOf(certificate) });
  else if (kind === 'constraint') say(kind, { actual: `${nameOf(certificate)}: ${detail}` });
  else say(kind, { expected: `${isoOf(notBefore)}/${isoOf(notAfter)}`, actual: isoOf(at) });
}

function judgeRevocation(
  path: readonly Certificate[],
  { stapled }: VerifiedSignature,
  policy: SignaturePolicy,
  at: number,
  say: Say,
): void {
  const { skewMs, allowsSha1 } = policy;
  path.slice(0, -1).forEach((certificate, index) => {
    const issuer = path[index + 1]!;
    const cached = policy.cache.answersOf(issuer);
    const question = { certificate, issuer, at, skewMs, allowsSha1 };
    const status = revocationStatus(question, stapled.answers, cached);
    const actual = nameOf(certificate);
    if (status.kind === 'revoked') say('revoked', { actual: `${actual}, ${isoOf(status.at)}` });
    else if (status.kind === 'good') return;
    else if (policy.revocation === 'prefer') say('revocation-unknown', { actual });
    else if (status.kind === 'stale') throw stale();
    else say('revocation-missing', { actual });
  });
}

const stale = (): OperationalError =>
  new OperationalError(
    'revocation-stale',
    'the revocation answers kept here are out of date; fetch new ones',
    { retryable: true },
  );

const isoOf = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

/** How the certificate names its holder; the common name comes last in most. */
const nameOf = ({ subjectValues }: Certificate): string => subjectValues.join(', ');

/** True when a value of the subject is that id, or has it as a word of its own. */
const names = ({ subjectValues }: Certificate, id: string): boolean => {
  const plain = (text: string) => text.toUpperCase().replace(/[^A-Z0-9]+/g, '');
  return subjectValues.some(
    (value) =>
      plain(value) === plain(id) ||
      value.split(/[\s,:;=/]+/).some((word) => plain(word) === plain(id)),
  );
};
