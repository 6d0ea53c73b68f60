/**
 * The log as rows again: every entry's decision is made a second time, in the order of the log, from the
 * content in the archive, and must come out as the entry that was published.
 */
import { type Purged, readPurgedPlaces } from '@ventanilla/custody';
import {
  type ContentSegment,
  ensureSegment,
  findContent,
  lockLog,
  readLogSize,
} from '@ventanilla/database';
import { OperationalError } from '@ventanilla/errors';
import type { DocumentTransformed } from '@ventanilla/messages';
import { decodeEntry, encodeEntry, type OutcomeEntry } from '@ventanilla/receipts';
import { decodeJudged, type Place, type RestoredDocument, readSegment } from '@ventanilla/segments';
import type { LogFiles } from '@ventanilla/transparency';
import { type Decision, decideInOrder, type Registered } from '../core/decide.ts';
import { createReportHasher, type FinalReport } from '../core/final-report.ts';
import type { Candidate } from '../core/ledger-state.ts';
import { entryOf } from '../core/rows.ts';
import { loadSettled, loadState } from '../load-state.ts';
import { createMonths } from '../months.ts';
import { readDetails } from '../segment-details.ts';
import { type Stored, writeBatch } from '../write-batch.ts';
import type { RestorePorts } from './ports.ts';

const BUNDLE_WIDTH = 256;

/** Entries that follow each other and have their content in one segment: a batch, or a part of one. */
interface Run {
  readonly segment: ContentSegment;
  readonly entries: readonly OutcomeEntry[];
}

const differs = (index: number, why: string): OperationalError =>
  new OperationalError('ledger-differs', `Entry ${index} of the log: ${why}.`, {
    retryable: false,
  });

export interface Replayed {
  readonly files: Required<LogFiles>;
  readonly size: number;
  readonly purged: Purged;
}

/** Registers what the log holds beyond the rows. Goes on where an earlier run stopped. */
export async function replayLog(
  ports: RestorePorts,
  { files, size, purged }: Replayed,
): Promise<void> {
  const register = createRegistrar(ports, purged);
  let at = await readLogSize(ports.database);
  for await (const run of runsOf(ports, files, at, size)) {
    await register(run, at);
    at += run.entries.length;
    ports.onProgress('ledger', at);
  }
}

/** Each with all of its entries from `at` on, across the bundles in which they lie. */
async function* runsOf(
  { database }: RestorePorts,
  log: Required<LogFiles>,
  at: number,
  size: number,
): AsyncGenerator<Run> {
  let run: { segment: ContentSegment; entries: OutcomeEntry[] } | undefined;
  for (let next = at; next < size; ) {
    const entries = await readOutcomes(log, next, size);
    const segments = await findContent(database, entries);
    for (const [i, entry] of entries.entries()) {
      const segment = segments[i];
      if (segment === undefined) {
        throw differs(next + i, `${entry.documentId} is not in the archive`);
      }
      if (run?.segment.object === segment.object) run.entries.push(entry);
      else {
        if (run) yield run;
        run = { segment, entries: [entry] };
      }
    }
    next += entries.length;
  }
  if (run) yield run;
}

/** Those from `at` to the end of its bundle: at least one. */
async function readOutcomes(
  log: Required<LogFiles>,
  at: number,
  size: number,
): Promise<readonly OutcomeEntry[]> {
  const bundle = Math.floor(at / BUNDLE_WIDTH);
  const width = Math.min(BUNDLE_WIDTH, size - bundle * BUNDLE_WIDTH);
  const entries = (await log.readEntries(bundle, width)) ?? [];
  if (entries.length !== width) throw differs(at, 'it is not there');
  return entries.slice(at % BUNDLE_WIDTH).map((entry, i) => {
    const decoded = decodeEntry(entry);
    if (decoded === undefined) throw differs(at + i, 'it is not an outcome');
    return decoded;
  });
}

interface Content {
  readonly candidate: Candidate;
  readonly stored: Stored;
}

/** The documents of a segment, or what is kept of them since it was purged. */
async function readDocuments(
  { objects, envelopes }: RestorePorts,
  { segments }: Purged,
  object: string,
): Promise<readonly RestoredDocument[]> {
  const purged = segments.get(object);
  const reader = { objects, envelope: envelopes.canonical };
  const { documents } = await readSegment(reader, purged?.remains ?? object);
  if (purged === undefined) return documents;
  const places = await readPurgedPlaces(objects, purged);
  return documents.map((document, at) => ({
    ...document,
    pointer: { object, ...(places[at] as Place) },
  }));
}

function createRegistrar(ports: RestorePorts, purged: Purged) {
  const { database, envelopes, dayOf } = ports;
  const hash = createReportHasher();
  const months = createMonths(database);
  let open: { object: string; documents: readonly RestoredDocument[] } | undefined;

  const contentOf = async ({ segment, entries }: Run, now: string): Promise<readonly Content[]> => {
    const { object } = segment;
    if (open?.object !== object) {
      open = { object, documents: await readDocuments(ports, purged, object) };
    }
    const { documents } = open;
    return entries.map((entry) => contentAs(entry, documents, object, now));
  };
  const contentAs = (
    { documentId, receivedAt }: OutcomeEntry,
    documents: readonly RestoredDocument[],
    object: string,
    now: string,
  ): Content => {
    const found = documents.find(
      (document) =>
        document.documentId === documentId &&
        readDetails(document.details, object).submission.receivedAt === receivedAt,
    ) as RestoredDocument;
    const { submission, summary, classification } = readDetails(found.details, object);
    const { reportJson, invoiceJson } = decodeJudged(found.content);
    const report = JSON.parse(reportJson) as DocumentTransformed['report'];
    const message: DocumentTransformed = {
      submission,
      validatedAt: now,
      transformedAt: now,
      report,
      ...(summary !== undefined && { summary }),
      ...(classification !== undefined && { classification }),
      ...(invoiceJson !== undefined && { invoiceJson }),
    };
    // It has an outcome, so whatever it waited for is over.
    const candidate = { message, deadline: now };
    return { candidate, stored: { report: hash(report), place: found.pointer } };
  };

  return async (run: Run, at: number): Promise<void> => {
    const now = run.entries.map(({ registeredAt }) => registeredAt).sort()[0] as string;
    const contents = await contentOf(run, now);
    const candidates = contents.map(({ candidate }) => candidate);
    await months.ensure(candidates, new Date(now));
    await database.transaction(async (transaction) => {
      const logSize = await lockLog(transaction);
      if (logSize !== at) throw differs(at, 'another restore is at work');
      const settled = await loadSettled(transaction, candidates);
      const state = await loadState(transaction, candidates, settled);
      const decided = decideInOrder(candidates, state, { now, waitMs: 0, logSize });
      compareDecisions(decided.decisions, run.entries, { at, hash });
      const stored = new Map(contents.map((content) => [content.candidate, content.stored]));
      const writer = { envelope: envelopes.canonical, dayOf, recordSegment: ensureSegment };
      const batch = { segment: run.segment, stored };
      await writeBatch(transaction, writer, { decided, batch, hash, now, logSize });
    });
  };
}

function compareDecisions(
  decisions: readonly Decision[],
  entries: readonly OutcomeEntry[],
  {
    at,
    hash,
  }: { readonly at: number; readonly hash: (report: Registered['report']) => FinalReport },
): void {
  for (const [i, decision] of decisions.entries()) {
    const entry = entries[i] as OutcomeEntry;
    if (decision.kind !== 'registered') {
      throw differs(at + i, `${entry.documentId} has an outcome before it`);
    }
    const made = entryOf(decision, hash(decision.report));
    if (!Buffer.from(encodeEntry(made)).equals(encodeEntry(entry))) {
      const names = Object.keys({ ...made, ...entry }) as (keyof OutcomeEntry)[];
      const other = names.filter((name) => made[name] !== entry[name]);
      throw differs(at + i, `${entry.documentId} comes out with another ${other.join(', ')}`);
    }
  }
}
