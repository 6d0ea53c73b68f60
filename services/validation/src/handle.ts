/**
 * documents.received → documents.validated: reads every document of a batch, asks the registry once,
 * judges, and publishes. Rejected documents travel on with their report.
 */

import type { Reading, Validator } from '@ventanilla/formats';
import type { Taxpayer } from '@ventanilla/invoice';
import { writeInvoice } from '@ventanilla/invoice';
import { decodeReceived, encodeValidated, type Submission, TOPICS } from '@ventanilla/messages';
import { appendAll, type Batch, type BatchHandler, type Sink } from '@ventanilla/stream';
import { type BatchRegistry, factsFor, lookupsOf } from './core/facts.ts';

export interface Registry {
  readonly taxpayers: (ids: readonly string[]) => Promise<ReadonlyMap<string, Taxpayer>>;
  /** Those of `ids` that mandated `submitterId`. */
  readonly mandates: (submitterId: string, ids: readonly string[]) => Promise<ReadonlySet<string>>;
}

export interface Deps<R extends Reading = Reading> {
  readonly validator: Validator<R>;
  readonly registry: Registry;
  readonly sink: Sink;
  readonly now: () => string;
  /** Told of each verdict, for the figures. */
  readonly judged: (
    verdict: string,
    codes: readonly string[],
    /** Of rules in shadow, which no report tells of. */
    shadowed: readonly string[],
  ) => void;
}

async function lookUp(
  registry: Registry,
  readings: readonly { readonly submission: Submission; readonly reading: Reading }[],
): Promise<BatchRegistry> {
  const lookups = lookupsOf(
    readings.map(({ submission, reading }) => ({
      submitter: submission.submitter,
      references: reading.references,
    })),
  );
  const [taxpayers, mandates] = await Promise.all([
    registry.taxpayers(lookups.taxpayerIds),
    Promise.all(
      [...lookups.mandates].map(
        async ([submitterId, ids]) =>
          [submitterId, await registry.mandates(submitterId, ids)] as const,
      ),
    ),
  ]);
  return { taxpayers, mandates: new Map(mandates) };
}

export const handleReceived =
  <R extends Reading>({ validator, registry, sink, now, judged }: Deps<R>): BatchHandler =>
  async ({ records }: Batch) => {
    await validator.ready();
    const readings = records.map((record) => {
      const { submission, original } = decodeReceived(record);
      return { submission, reading: validator.read(original) };
    });
    const known = await lookUp(registry, readings);
    const validated = readings.map(({ submission, reading }) => {
      const judgement = validator.judge(reading, factsFor(submission, known));
      const { report, summary, invoice, shadowed = [] } = judgement;
      judged(
        report.verdict,
        report.faults.map(({ code }) => code),
        shadowed,
      );
      return encodeValidated({
        submission,
        validatedAt: now(),
        report,
        ...(summary !== undefined && { summary }),
        ...(invoice !== undefined && { invoiceJson: writeInvoice(invoice) }),
      });
    });
    await appendAll(sink, TOPICS.validated, validated);
  };
