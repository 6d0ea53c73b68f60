/** Anyone may ask whether a printed invoice is known; the answer holds the least that settles it. */
import type { PublicRow } from '@ventanilla/database/reads';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { publicView } from '../core/public-view.ts';
import { QR_LENGTH_MAX, type QrText, readQr } from '../core/qr.ts';
import { sendProblem } from '../http/answer.ts';
import { documentIdField } from '../http/fields.ts';
import { problems } from '../http/problem-responses.ts';
import type { App } from '../http/validation.ts';
import type { Limits, Ports } from '../ports.ts';

const params = z.object({ id: documentIdField });
const querystring = z.strictObject({
  qr: z.string().min(1).max(QR_LENGTH_MAX).meta({
    description: 'Text of the QR: our link, a FEL verifier link or an authorisation number',
  }),
});

export function publicCheckRoutes(
  app: App,
  { reads }: Pick<Ports, 'reads'>,
  limits: Pick<Limits, 'publicChecksPerMinute'>,
): void {
  const config = { rateLimit: { max: limits.publicChecksPerMinute, timeWindow: '1 minute' } };
  const tags = ['public'];
  app.get(
    '/v1/public/check/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Whether a document of this hash is registered; no token',
        params,
        response: problems('document-id-invalid', 'rate-limited'),
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      return answer(reply, await reads.publicCheck({ documentId: id }));
    },
  );
  app.get(
    '/v1/public/check',
    {
      config,
      schema: {
        tags,
        summary: 'The same by the text of a printed QR; no token',
        querystring,
        response: problems('qr-unreadable', 'query-invalid', 'rate-limited'),
      },
    },
    async (request, reply) => {
      const qr = readQr(request.query.qr);
      if (!qr) return sendProblem(reply, 'qr-unreadable');
      const row = await reads.publicCheck(
        qr.kind === 'document' ? { documentId: qr.documentId } : { businessKey: qr.businessKey },
      );
      return answer(reply, row, qr);
    },
  );
}

function answer(reply: FastifyReply, row: PublicRow | undefined, qr?: QrText): FastifyReply {
  reply.header('cache-control', 'no-store');
  return reply.send(publicView(row, qr));
}
