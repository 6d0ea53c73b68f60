/** Judges a stored month by the rules in force and by a draft. */
import type { LogRange, StoredDocument, StoredDocuments } from '@ventanilla/database/reads';
import { createValidator, type DocumentReading, type formats } from '@ventanilla/formats';
import { readOriginals, type SegmentReader } from '@ventanilla/segments';
import type { XmlEngine } from '@ventanilla/xml';
import { keepProgress, readProgress } from './state.ts';
import { addTo, type Tally } from './tally.ts';

type Format = (typeof formats)[number];

export interface DryRun {
  /** Such as 2026-10. */
  readonly month: string;
  readonly stored: StoredDocuments;
  readonly originals: SegmentReader;
  readonly reader: Parameters<StoredDocuments['open']>[0];
  readonly why: Parameters<StoredDocuments['open']>[2];
  readonly engine: XmlEngine;
  readonly inForce: readonly Format[];
  readonly draft: readonly Format[];
  /** File that keeps how far it has come. */
  readonly resume?: string;
  readonly onProgress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}

export interface DryRunResult {
  readonly tally: Tally;
  readonly range: LogRange;
  /** False when it was stopped; with a file to resume from it goes on there. */
  readonly isWhole: boolean;
}

/** Log entries taken together: so many places are looked up, and audited, in one transaction. */
const PAGE = 256;

const hashesOf = (formats: readonly Format[]): string =>
  formats.map(({ id, pack }) => `${id} ${pack.hash}`).join('\n');

export async function dryRun(options: DryRun): Promise<DryRunResult> {
  const { month, stored, reader, why, resume, onProgress, signal } = options;
  const range = await stored.ofMonth(month);
  const of = [month, hashesOf(options.inForce), hashesOf(options.draft)].join('\n');
  const { tally, next: start } = readProgress(resume, of, range.first);
  const judge = judgeBoth(options, tally);
  let next = start;
  while (next < range.end && !signal.aborted) {
    const page = { first: next, end: Math.min(next + PAGE, range.end) };
    const documents = await stored.open(reader, page, why);
    await judge(documents);
    next = page.end;
    keepProgress(resume, { of, next, tally });
    onProgress(next - range.first, range.end - range.first);
  }
  return { tally, range, isWhole: next >= range.end };
}

/** One parse of each document, judged twice. */
function judgeBoth({ originals, engine, inForce, draft }: DryRun, tally: Tally) {
  const validator = createValidator({ formats: inForce, engine });
  const draftOf = new Map(draft.map((format) => [format.id, format]));
  const judge = (document: StoredDocument, bytes: Uint8Array): void => {
    const { receivedAt, documentId, submitterTaxpayerId } = document;
    const reading = validator.read(bytes);
    const before = validator.judge(reading, { receivedAt });
    const after = validator.judge(underDraft(reading, draftOf), { receivedAt });
    const already = new Set(before.shadowed);
    addTo(tally, {
      documentId,
      issuer: before.summary?.issuerId ?? document.issuerId ?? 'unknown',
      software: reading.binding?.software ?? `submitted by ${submitterTaxpayerId}`,
      before: before.report,
      after: after.report,
      shadowed: (after.shadowed ?? []).filter((code) => !already.has(code)),
    });
  };
  return async (documents: readonly StoredDocument[]): Promise<void> => {
    const byId = new Map(documents.map((document) => [document.documentId, document]));
    const wanted = documents.flatMap(({ documentId, place }) =>
      place === undefined ? [] : [{ documentId, place }],
    );
    tally.totals.notArchived += documents.length - wanted.length;
    for await (const { documentId, bytes } of readOriginals(originals, wanted)) {
      judge(byId.get(documentId) as StoredDocument, bytes);
    }
  };
}

const underDraft = (
  reading: DocumentReading,
  draftOf: ReadonlyMap<string, Format>,
): DocumentReading => {
  const format = reading.format && draftOf.get(reading.format.id);
  return format === undefined ? reading : { ...reading, format };
};
