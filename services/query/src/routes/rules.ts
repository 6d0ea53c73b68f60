/** The catalogue of rules: data for programs, a page for people. */
import { INVOICE_JSON_SCHEMA } from '@ventanilla/formats';
import { z } from 'zod';
import { filterCatalogue } from '../core/catalogue.ts';
import { cataloguePage } from '../core/catalogue-page.ts';
import { languageOf } from '../http/answer.ts';
import { problems } from '../http/problem-responses.ts';
import type { App } from '../http/validation.ts';
import type { Ports } from '../ports.ts';

const querystring = z.strictObject({
  code: z.string().max(60).optional(),
  format: z.string().max(60).optional(),
  severity: z.enum(['fatal', 'warning', 'information']).optional(),
  language: z.enum(['es', 'en']).optional().meta({ description: 'Of the page' }),
});

/** No script, no frame, nothing from elsewhere. */
const CONTENT_SECURITY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

export function ruleRoutes(app: App, { rules }: Pick<Ports, 'rules'>): void {
  app.get(
    '/v1/rules',
    {
      schema: {
        tags: ['rules'],
        summary:
          'Every rule with its words in Spanish and English; a page when `text/html` is asked for',
        querystring,
        response: problems('query-invalid'),
      },
    },
    async (request, reply) => {
      const found = filterCatalogue(rules, request.query);
      reply
        .header('cache-control', 'public, max-age=300')
        .header('vary', 'accept, accept-language');
      if (!/\btext\/html\b/.test(request.headers.accept ?? '')) return reply.send({ data: found });
      return reply
        .header('content-type', 'text/html; charset=utf-8')
        .header('content-security-policy', CONTENT_SECURITY)
        .send(cataloguePage(found, request.query.language ?? languageOf(request)));
    },
  );

  app.get(
    '/v1/schemas/invoice.json',
    {
      schema: {
        tags: ['rules'],
        summary: 'JSON Schema of the canonical invoice, the `json` format of documents',
        response: {},
      },
    },
    (_request, reply) =>
      reply
        .header('cache-control', 'public, max-age=300')
        .header('content-type', 'application/schema+json')
        .send(JSON.stringify(INVOICE_JSON_SCHEMA)),
  );
}
