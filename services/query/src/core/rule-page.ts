/** One rule as a page without scripts: what it says, and what its two documents differ in. */
import type { Example, Sample } from '@ventanilla/formats/examples';
import type { Language } from '@ventanilla/problems';
import type { Facts, Text } from '@ventanilla/rules';
import type { CatalogueEntry } from './catalogue.ts';
import { forceOf } from './catalogue-page.ts';
import { CATALOGUE_WORDS } from './catalogue-words.ts';
import { escapeHtml, htmlPage, messageHtml } from './html.ts';
import { type DiffLine, diffLines } from './line-diff.ts';

/** Lines around a difference, and what is shown of a long one. */
const CONTEXT_LINES = 4;
const LINE_CHARS_MAX = 300;

/** What is known when an example is judged, as plain data. */
const factsView = ({ receivedAt, registry }: Facts) => ({
  receivedAt,
  ...(registry !== undefined && {
    registry: {
      taxpayers: [...registry.taxpayers.values()],
      submitter: registry.submitter,
      mandates: [...registry.mandates],
    },
  }),
});

/** The example with facts that JSON can carry. */
export const exampleView = ({ passing, failing }: Example) => ({
  passing: { content: passing.content, facts: factsView(passing.facts) },
  failing: { content: failing.content, facts: factsView(failing.facts) },
});

/** One element a line, of a long one every attribute, under a line for each fact. */
const linesOf = ({ content, facts }: Sample): readonly string[] => [
  ...JSON.stringify(factsView(facts), null, 1).split('\n'),
  ...content
    .replace(/></g, '>\n<')
    .split('\n')
    .flatMap((line) =>
      line.length > LINE_CHARS_MAX ? line.replace(/ (?=[\w:]+=")/g, '\n    ').split('\n') : [line],
    ),
];

const MARKS = {
  same: ['', '  ', ''],
  gone: ['<del>', '− ', '</del>'],
  new: ['<ins>', '+ ', '</ins>'],
};

function lineHtml({ kind, text }: DiffLine): string {
  const [start, mark, end] = MARKS[kind];
  const shown = text.length > LINE_CHARS_MAX ? `${text.slice(0, LINE_CHARS_MAX)}…` : text;
  return `${start}${mark}${escapeHtml(shown)}${end}${kind === 'same' ? '\n' : ''}`;
}

/** The lines that differ with those around them; a gap is one mark. */
function diffHtml(lines: readonly DiffLine[]): string {
  const isNear = lines.map((_, at) =>
    lines
      .slice(Math.max(0, at - CONTEXT_LINES), at + CONTEXT_LINES + 1)
      .some(({ kind }) => kind !== 'same'),
  );
  return lines
    .map((line, at) => (isNear[at] ? lineHtml(line) : isNear[at - 1] === false ? '' : '⋯\n'))
    .join('');
}

/** `example` is of `format`; a text says why there is none. */
export function rulePage(
  entry: CatalogueEntry,
  format: string | undefined,
  example: Example | Text | undefined,
  language: Language,
): string {
  const words = CATALOGUE_WORDS[language];
  const other = language === 'es' ? 'en' : 'es';
  const code = escapeHtml(entry.code);
  const at = (id: string, spoken: Language) =>
    `/v1/rules/${code}?${new URLSearchParams({ format: id, language: spoken })}`.replaceAll(
      '&',
      '&amp;',
    );
  const formats = entry.formats.map((id) =>
    id === format
      ? `<b>${escapeHtml(id)}</b>`
      : `<a href="${at(id, language)}">${escapeHtml(id)}</a>`,
  );
  const facts: readonly (readonly [term: string, html: string])[] = [
    [words.severity, words[entry.severity]],
    [words.hint, escapeHtml(entry.hint[language])],
    [words.stage, entry.stage],
    [words.source, escapeHtml(entry.source)],
    [words.force, forceOf(entry, words) || words.always],
    [words.formats, formats.join(' · ')],
  ];
  const shown =
    example === undefined
      ? ''
      : 'passing' in example
        ? `<p><del>− ${words.passes}</del><ins>+ ${words.fails}</ins></p>
<pre>${diffHtml(diffLines(linesOf(example.passing), linesOf(example.failing)))}</pre>`
        : `<p>${escapeHtml(example[language])}</p>`;
  return htmlPage(
    language,
    entry.code,
    `<p><a href="/v1/rules?language=${language}#${code}">${words.title}</a> · <a href="${at(format ?? '', other)}" hreflang="${other}">${words.other}</a></p>
<h1>${code}</h1><p>${messageHtml(entry.message[language])}</p>
<dl>${facts.map(([term, html]) => `<dt>${term}<dd>${html}`).join('')}</dl>
<h2>${words.example}${format === undefined ? '' : ` (${escapeHtml(format)})`}</h2>
${shown}`,
  );
}
