/** The catalogue of rules: data for programs, a page for people. */
import { INVOICE_JSON_SCHEMA } from '@ventanilla/formats';
import { z } from 'zod';
import { filterCatalogue, filterWithoutRule } from '../core/catalogue.ts';
import { cataloguePage } from '../core/catalogue-page.ts';
import { exampleView, rulePage } from '../core/rule-page.ts';
import { languageOf, sendProblem } from '../http/answer.ts';
import { cacheable, sendPage, wantsPage } from '../http/page.ts';
import { problems } from '../http/problem-responses.ts';
import type { App } from '../http/validation.ts';
import type { Ports } from '../ports.ts';

const querystring = z.strictObject({
  code: z.string().max(60).optional(),
  format: z.string().max(60).optional(),
  severity: z.enum(['fatal', 'warning', 'information', '']).optional(),
  // A form sends what was left empty.
  date: z
    .union([z.iso.date(), z.literal('')])
    .optional()
    .meta({ description: 'In force on' }),
  q: z.string().max(100).optional().meta({ description: 'Words of code, message or hint' }),
  language: z.enum(['es', 'en']).optional().meta({ description: 'Of the page' }),
});
const ruleQuery = querystring.pick({ format: true, language: true });
const params = z.strictObject({ code: z.string().max(60) });

type Deps = Pick<Ports, 'rules' | 'withoutRule' | 'exampleOf'>;

export function ruleRoutes(app: App, { rules, withoutRule, exampleOf }: Deps): void {
  const formats = [...new Set(rules.flatMap((rule) => rule.formats))].sort();

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
      const { language = languageOf(request), code, q, ...chosen } = request.query;
      const filter = {
        code,
        q,
        format: chosen.format || undefined,
        severity: chosen.severity || undefined,
        date: chosen.date || undefined,
      };
      const found = {
        rules: filterCatalogue(rules, filter),
        withoutRule: filterWithoutRule(withoutRule, filter),
      };
      if (!wantsPage(request)) {
        return cacheable(reply).send({ data: found.rules, withoutRule: found.withoutRule });
      }
      return sendPage(reply, cataloguePage(found, filter, formats, language));
    },
  );

  app.get(
    '/v1/rules/:code',
    {
      schema: {
        tags: ['rules'],
        summary:
          'One rule with a document that passes it and one that fails; a page when `text/html` is asked for',
        params,
        querystring: ruleQuery,
        response: problems('rule-not-found', 'query-invalid'),
      },
    },
    async (request, reply) => {
      const entry = rules.find(({ code }) => code === request.params.code);
      if (entry === undefined) {
        const without = withoutRule.filter(({ code }) => code === request.params.code);
        if (without[0] === undefined) return sendProblem(reply, 'rule-not-found');
        if (!wantsPage(request)) return cacheable(reply).send(without[0]);
        const { language = languageOf(request) } = request.query;
        const found = { rules: [], withoutRule: without };
        return sendPage(reply, cataloguePage(found, request.params, formats, language));
      }
      const { language = languageOf(request), format: asked } = request.query;
      // A report on an unknown format asks by a name that no rule has.
      const isKnown = asked !== undefined && entry.formats.includes(asked);
      const format = isKnown ? asked : entry.formats[0];
      const example = format === undefined ? undefined : await exampleOf(format, entry.code);
      if (wantsPage(request)) return sendPage(reply, rulePage(entry, format, example, language));
      const shown =
        example === undefined
          ? {}
          : 'passing' in example
            ? { example: { format, ...exampleView(example) } }
            : { noExample: example };
      return cacheable(reply).send({ ...entry, ...shown });
    },
  );
  schemaRoute(app);
}

function schemaRoute(app: App): void {
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
