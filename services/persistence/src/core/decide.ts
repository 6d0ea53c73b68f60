/**
 * What becomes of each document of a batch, decided in order against the ledger.
 *
 *   new ──────────────┬─► registered (accepted, rejected)
 *   rejected earlier ─┘       ▲
 *        │                    │ origin registered, or deadline passed
 *        └─► waits ───────────┘
 *   settled already ────► repeat: nothing changes
 */
import { invariant } from '@ventanilla/errors';
import { type Decimal, type DocumentSummary, parseDecimal, ZERO } from '@ventanilla/invoice';
import { type Fault, ledgerFault, type Report } from '@ventanilla/rules';
import { closeReport } from './final-report.ts';
import { ledgerKey } from './ledger-key.ts';
import type { Candidate, LedgerState, Origin, Settled } from './ledger-state.ts';
import { applyEffect, checkOrigin, withdrawNote } from './origin-rules.ts';

/** A new outcome. */
export interface Registered {
  readonly kind: 'registered';
  readonly candidate: Candidate;
  readonly attempt: number;
  /** ISO instant; never before the reception. */
  readonly registeredAt: string;
  readonly report: Report;
  readonly logIndex: number;
  /** The outcome that this one follows. */
  readonly earlier?: Settled;
  /** Under which the ledger knows it; only of an accepted document. */
  readonly key?: string;
}

export type Decision =
  | Registered
  /** Settled before this submission: it has that outcome. */
  | { readonly kind: 'repeat'; readonly candidate: Candidate; readonly outcome: Settled }
  | {
      readonly kind: 'waits';
      readonly candidate: Candidate;
      readonly originKey: string;
      readonly deadline: string;
    }
  /** The same bytes wait already. */
  | { readonly kind: 'waits-already'; readonly candidate: Candidate };

export interface BatchDecision {
  readonly decisions: readonly Decision[];
  /** Origins that are new or changed. */
  readonly newOrigins: readonly Origin[];
  readonly changedOrigins: readonly Origin[];
}

export interface Moment {
  /** ISO instant of registration. */
  readonly now: string;
  /** How long a document waits for its origin. */
  readonly waitMs: number;
  /** Leaves in the log: the index of the next outcome. */
  readonly logSize: number;
}

/** Working copy of the ledger while a batch is decided. */
interface Working {
  readonly state: LedgerState;
  readonly moment: Moment;
  readonly settled: Map<string, Settled>;
  readonly waiting: Map<string, string>;
  readonly touched: Map<string, Origin>;
  next: number;
}

/**
 * Documents that refer to no other come first, so that a note finds its origin in its own batch. Log
 * indexes rise in the order of the decisions.
 */
export function decideBatch(
  candidates: readonly Candidate[],
  state: LedgerState,
  moment: Moment,
): BatchDecision {
  const refers = ({ message }: Candidate) => message.summary?.origin !== undefined;
  const ordered = [
    ...candidates.filter((candidate) => !refers(candidate)),
    ...candidates.filter(refers),
  ];
  return decideInOrder(ordered, state, moment);
}

/** The same in exactly this order: that of a log whose decisions are made again. */
export function decideInOrder(
  candidates: readonly Candidate[],
  state: LedgerState,
  moment: Moment,
): BatchDecision {
  const working: Working = {
    state,
    moment,
    settled: new Map(),
    waiting: new Map(state.waiting),
    touched: new Map(),
    next: moment.logSize,
  };
  const decisions = candidates.map((candidate) => decide(candidate, working));
  const touched = [...working.touched.values()];
  return {
    decisions,
    newOrigins: touched.filter(({ businessKey }) => !state.origins.has(businessKey)),
    changedOrigins: touched.filter(({ businessKey }) => state.origins.has(businessKey)),
  };
}

function decide(candidate: Candidate, working: Working): Decision {
  const { submission, report, summary } = candidate.message;
  const { documentId } = submission;
  const earlier = working.settled.get(documentId) ?? working.state.documents.get(documentId);
  if (earlier !== undefined && isSettledBy(earlier, candidate)) {
    return { kind: 'repeat', candidate, outcome: earlier };
  }
  const waits = working.waiting.get(documentId);
  // One whose outcome is registered has only not been shown out yet.
  const waitsStill = waits !== undefined && waits !== earlier?.submissionId;
  if (candidate.deadline === undefined && waitsStill) return { kind: 'waits-already', candidate };
  if (report.verdict === 'rejected') return register(candidate, working, earlier, []);
  invariant(summary !== undefined, 'A document that was not rejected has a summary.');
  const judged = judge(candidate, summary, working);
  if ('waitsFor' in judged) {
    working.waiting.set(documentId, submission.submissionId);
    const deadline = new Date(Date.parse(working.moment.now) + working.moment.waitMs);
    return {
      kind: 'waits',
      candidate,
      originKey: judged.waitsFor,
      deadline: candidate.deadline ?? deadline.toISOString(),
    };
  }
  return register(candidate, working, earlier, judged.faults, judged.total);
}

/** Accepted is final. A rejection stands for every submission received before it was registered. */
const isSettledBy = (earlier: Settled, { message: { submission } }: Candidate): boolean =>
  earlier.verdict !== 'rejected' ||
  earlier.submissionId === submission.submissionId ||
  Date.parse(submission.receivedAt) <= Date.parse(earlier.registeredAt);

type Judged =
  | { readonly waitsFor: string }
  | { readonly faults: readonly Fault[]; readonly total: Decimal };

const find = ({ touched, state }: Working, key: string): Origin | undefined =>
  touched.get(key) ?? state.origins.get(key);

function judge(candidate: Candidate, summary: DocumentSummary, working: Working): Judged {
  const total = parseDecimal(summary.totalAmount);
  invariant(total !== undefined, 'The total of an accepted document is a decimal.');
  const key = ledgerKey(summary.businessKey);
  const first = find(working, key);
  if (first !== undefined) {
    return { faults: [ledgerFault('VEN-LED-001', first.documentId, key)], total };
  }
  if (summary.origin === undefined) return { faults: [], total };
  const originKey = ledgerKey(summary.origin.businessKey);
  const origin = find(working, originKey);
  if (origin !== undefined) {
    return { faults: checkOrigin(summary, total, summary.origin, origin), total };
  }
  if (summary.origin.presence === 'optional') {
    return { faults: [ledgerFault('VEN-LED-010', originKey, 'unknown')], total };
  }
  const isOver =
    candidate.deadline !== undefined &&
    Date.parse(candidate.deadline) <= Date.parse(working.moment.now);
  return isOver
    ? { faults: [ledgerFault('VEN-LED-002', originKey, 'unknown')], total }
    : { waitsFor: originKey };
}

function register(
  candidate: Candidate,
  working: Working,
  earlier: Settled | undefined,
  faults: readonly Fault[],
  total: Decimal = ZERO,
): Registered {
  const { submission, summary, report: judged } = candidate.message;
  const report = closeReport(judged, faults);
  const { receivedAt } = submission;
  const { now } = working.moment;
  const registered: Registered = {
    kind: 'registered',
    candidate,
    attempt: (earlier?.attempt ?? 0) + 1,
    registeredAt: Date.parse(receivedAt) > Date.parse(now) ? receivedAt : now,
    report,
    logIndex: working.next,
    ...(earlier !== undefined && { earlier }),
    ...(report.verdict !== 'rejected' && summary && { key: ledgerKey(summary.businessKey) }),
  };
  working.next += 1;
  working.settled.set(submission.documentId, asSettled(registered));
  if (report.verdict !== 'rejected' && summary !== undefined) {
    enter(summary, total, registered, working);
  }
  return registered;
}

/** Takes the key of an accepted document and applies its effect. */
function enter(
  summary: DocumentSummary,
  total: Decimal,
  { candidate, registeredAt }: Registered,
  working: Working,
): void {
  const { documentId } = candidate.message.submission;
  const { origin: reference } = summary;
  const originKey = reference && ledgerKey(reference.businessKey);
  const origin = originKey === undefined ? undefined : find(working, originKey);
  const touch = (changed: Origin) => working.touched.set(changed.businessKey, changed);
  touch({
    businessKey: ledgerKey(summary.businessKey),
    documentId,
    issuerId: summary.issuerId,
    ...(summary.buyerId !== undefined && { buyerId: summary.buyerId }),
    currency: summary.currency,
    issueDate: summary.issueDate,
    documentClass: summary.documentClass,
    totalAmount: total,
    debited: ZERO,
    credited: ZERO,
    liveNotes: 0,
    // An optional origin that is unknown was not touched, so annulling this note gives nothing back.
    ...(reference !== undefined &&
      origin !== undefined && { originKey: origin.businessKey, originEffect: reference.effect }),
  });
  if (reference === undefined || origin === undefined) return;
  touch(applyEffect(reference.effect, total, origin, { documentId, at: registeredAt }));
  if (reference.effect !== 'annuls' || origin.originKey === undefined) return;
  const corrected = find(working, origin.originKey);
  invariant(corrected !== undefined, 'The origin of an accepted note is loaded with it.');
  touch(withdrawNote(origin, corrected));
}

const asSettled = ({ candidate, attempt, registeredAt, report, logIndex }: Registered): Settled => {
  const { submission, summary } = candidate.message;
  return {
    documentId: submission.documentId,
    attempt,
    verdict: report.verdict,
    submissionId: submission.submissionId,
    registeredAt,
    logIndex,
    codes: codesOf(report),
    submitterClient: submission.submitter.clientId,
    submitterTaxpayerId: submission.submitter.taxpayerId,
    receivedAt: submission.receivedAt,
    ...(summary !== undefined && { issueDate: summary.issueDate }),
  };
};

/** Codes of fatal faults and warnings, each once, in order of appearance. */
export const codesOf = ({ faults }: Report): readonly string[] => [
  ...new Set(faults.filter(({ severity }) => severity !== 'information').map(({ code }) => code)),
];
