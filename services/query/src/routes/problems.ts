/** What the `type` of a problem leads to: what the code means, as data or as a page. */
import { isProblemCode, type Language, PROBLEMS, type ProblemCode } from '@ventanilla/problems';
import { z } from 'zod';
import { escapeHtml, htmlPage } from '../core/html.ts';
import { languageOf, sendProblem } from '../http/answer.ts';
import { cacheable, sendPage, wantsPage } from '../http/page.ts';
import { problems } from '../http/problem-responses.ts';
import type { App } from '../http/validation.ts';

const params = z.strictObject({ code: z.string().max(60) });
const querystring = z.strictObject({
  language: z.enum(['es', 'en']).optional().meta({ description: 'Of the page' }),
});

const OTHER = { es: ['en', 'English'], en: ['es', 'Español'] } as const;

function problemPage(code: ProblemCode, language: Language): string {
  const { status, title, detail } = PROBLEMS[code];
  const [other, name] = OTHER[language];
  const said = escapeHtml(detail[language].replace(/\{[a-zA-Z]+\}/g, '…'));
  return htmlPage(
    language,
    title[language],
    `<p><a href="?language=${other}" hreflang="${other}">${name}</a></p>
<h1>${escapeHtml(title[language])}</h1><p>${said}</p><p>HTTP ${status} · <code>${code}</code></p>`,
  );
}

export function problemRoutes(app: App): void {
  app.get(
    '/v1/problems/:code',
    {
      schema: {
        tags: ['problems'],
        summary: 'What a problem means and what to do; a page when `text/html` is asked for',
        params,
        querystring,
        response: problems('problem-not-found', 'query-invalid'),
      },
    },
    (request, reply) => {
      const { code } = request.params;
      if (!isProblemCode(code)) return sendProblem(reply, 'problem-not-found');
      const { language = languageOf(request) } = request.query;
      if (wantsPage(request)) return sendPage(reply, problemPage(code, language));
      return cacheable(reply).send({ code, ...PROBLEMS[code] });
    },
  );
}
