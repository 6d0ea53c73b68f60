/** One receipt in the forms that people and programs want it in; each verifies offline. */
import type { ProblemCode } from '@ventanilla/problems';
import { renderReceiptPdf } from '@ventanilla/receipt-pdf';
import {
  encodeTlogProof,
  parseCheckpoint,
  parseNote,
  type Receipt,
  renderReceiptPage,
} from '@ventanilla/receipts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { languageOf, sendProblem } from '../http/answer.ts';
import type { Authorise } from '../http/authorise.ts';
import { documentIdField } from '../http/fields.ts';
import { problems, TOKEN_PROBLEMS_TOLD } from '../http/problem-responses.ts';
import type { App } from '../http/validation.ts';
import type { Ports } from '../ports.ts';
import { admitReader } from './original-reader.ts';
import { withOutcome } from './outcome.ts';

const params = z.object({ id: documentIdField });
const pageQuery = z.strictObject({ language: z.enum(['es', 'en']).optional() });

const pdfQuery = pageQuery.extend({ original: z.enum(['true', 'false']).optional() });

interface Deps extends Pick<Ports, 'reads' | 'log'> {
  readonly authorise: Authorise;
}

interface PdfDeps extends Deps, Pick<Ports, 'segments'> {}

/** The page has no script and asks for nothing; a browser is told to hold it to that. */
const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'";

const response = problems(
  'document-not-found',
  'document-id-invalid',
  'outcome-pending',
  ...TOKEN_PROBLEMS_TOLD,
);

const ORIGINAL_PROBLEMS = [
  'document-not-found',
  'purpose-missing',
  'original-not-archived',
  'content-purged',
] as const;

export function receiptRoutes(app: App, { reads, log, authorise }: Deps): void {
  const onRequest = authorise('documents:read');
  const tags = ['documents'];
  const receiptOf = (request: FastifyRequest, id: string) =>
    receiptFrom({ reads, log }, request, id);

  app.get(
    '/v1/documents/:id/receipt',
    { onRequest, schema: { tags, summary: 'Receipt that verifies offline', params, response } },
    async (request, reply) => {
      const receipt = await receiptOf(request, request.params.id);
      return typeof receipt === 'string' ? sendProblem(reply, receipt) : reply.send(receipt);
    },
  );

  app.get(
    '/v1/documents/:id/receipt.tlog-proof',
    { onRequest, schema: { tags, summary: 'The receipt as a C2SP tlog-proof', params, response } },
    async (request, reply) => {
      const { id } = request.params;
      const receipt = await receiptOf(request, id);
      if (typeof receipt === 'string') return sendProblem(reply, receipt);
      return reply
        .header('content-type', 'text/plain; charset=utf-8')
        .header('content-disposition', `attachment; filename="${id}.tlog-proof"`)
        .send(encodeTlogProof(receipt));
    },
  );

  app.get(
    '/v1/documents/:id/receipt.html',
    {
      onRequest,
      schema: {
        tags,
        summary: 'The receipt as a page to print; its QR code verifies offline',
        params,
        querystring: pageQuery,
        response,
      },
    },
    async (request, reply) => {
      const receipt = await receiptOf(request, request.params.id);
      if (typeof receipt === 'string') return sendProblem(reply, receipt);
      const language = request.query.language ?? languageOf(request);
      return reply
        .header('content-type', 'text/html; charset=utf-8')
        .header('content-language', language)
        .header('content-security-policy', PAGE_POLICY)
        .header('cache-control', 'private, no-store')
        .send(renderReceiptPage(receipt, { language, authority: issuerOf(receipt) }));
    },
  );
}

/** As PDF/A-3b. The original goes into it only for those who may read it, and is on record before. */
export function receiptPdfRoute(app: App, { reads, log, segments, authorise }: PdfDeps): void {
  app.get(
    '/v1/documents/:id/receipt.pdf',
    {
      onRequest: authorise('documents:read'),
      schema: {
        tags: ['documents'],
        summary: 'The receipt as PDF/A-3b, with the original inside when asked for',
        params,
        querystring: pdfQuery,
        response: { ...response, ...problems(...ORIGINAL_PROBLEMS) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const receipt = await receiptFrom({ reads, log }, request, id);
      if (typeof receipt === 'string') return sendProblem(reply, receipt);
      const wanted = request.query.original === 'true';
      const place = wanted ? await admitReader(reads, request, id) : undefined;
      if (typeof place === 'string') {
        return sendProblem(reply, place, { values: { scope: 'originals:read' } });
      }
      const language = request.query.language ?? languageOf(request);
      const bytes = await renderReceiptPdf(receipt, {
        language,
        authority: issuerOf(receipt),
        ...(place && {
          original: { bytes: await segments.original(place, id), mediaType: place.mediaType },
        }),
      });
      return reply
        .header('content-type', 'application/pdf')
        .header('content-language', language)
        .header('content-disposition', `attachment; filename="${id}.pdf"`)
        .header('cache-control', 'private, no-store')
        .send(bytes);
    },
  );
}

async function receiptFrom(
  { reads, log }: Pick<Ports, 'reads' | 'log'>,
  request: FastifyRequest,
  id: string,
): Promise<Receipt | ProblemCode> {
  const found = await withOutcome(reads, request, id, 'receipt', async (_, outcome) => outcome);
  if (typeof found === 'string') return found;
  return (await log.receipt(found.value)) ?? 'outcome-pending';
}

/** Whoever keeps the log is named by it. */
const issuerOf = ({ checkpoint }: Receipt): string =>
  parseCheckpoint(parseNote(checkpoint)?.text ?? '')?.origin ?? '';
