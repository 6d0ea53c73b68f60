/** The catalogue as one page without scripts, for people. */
import type { Language } from '@ventanilla/problems';
import type { CatalogueEntry, CatalogueFilter, CodeWithoutRule } from './catalogue.ts';
import { CATALOGUE_WORDS } from './catalogue-words.ts';
import { escapeHtml, htmlPage, messageHtml } from './html.ts';

const SEVERITIES = ['fatal', 'warning', 'information'] as const;

export const forceOf = (
  { effectiveFrom, effectiveUntil }: CatalogueEntry,
  { from, until }: { readonly from: string; readonly until: string },
): string =>
  [effectiveFrom && `${from} ${effectiveFrom}`, effectiveUntil && `${until} ${effectiveUntil}`]
    .filter(Boolean)
    .join(', ');

const choice = (value: string, text: string, chosen: string | undefined): string =>
  `<option value="${escapeHtml(value)}"${value === (chosen ?? '') ? ' selected' : ''}>${escapeHtml(text)}</option>`;

function searchForm(
  { q = '', format, severity, date = '' }: CatalogueFilter,
  formats: readonly string[],
  language: Language,
): string {
  const words = CATALOGUE_WORDS[language];
  const ofFormat = formats.map((id) => choice(id, id, format)).join('');
  const ofSeverity = SEVERITIES.map((id) => choice(id, words[id], severity)).join('');
  return `<form action="/v1/rules"><input type="hidden" name="language" value="${language}">
<label>${words.search}<br><input type="search" name="q" maxlength="100" value="${escapeHtml(q)}"></label>
<label>${words.format}<br><select name="format">${choice('', words.all, format)}${ofFormat}</select></label>
<label>${words.severity}<br><select name="severity">${choice('', words.all, severity)}${ofSeverity}</select></label>
<label>${words.inForce}<br><input type="date" name="date" value="${escapeHtml(date)}"></label>
<button>${words.filter}</button></form>`;
}

function row(entry: CatalogueEntry, language: Language): string {
  const words = CATALOGUE_WORDS[language];
  const code = escapeHtml(entry.code);
  const force = forceOf(entry, words);
  return `<tr id="${code}"><td><a href="/v1/rules/${code}?language=${language}"><code>${code}</code></a></td>
<td>${words[entry.severity]}${force === '' ? '' : `<p>${force}</p>`}</td>
<td>${messageHtml(entry.message[language])}<p>${escapeHtml(entry.hint[language])}</p></td>
<td>${entry.formats.map(escapeHtml).join('<br>')}</td><td>${escapeHtml(entry.source)}</td></tr>`;
}

function withoutRuleHtml(codes: readonly CodeWithoutRule[], language: Language): string {
  if (codes.length === 0) return '';
  const words = CATALOGUE_WORDS[language];
  const rows = codes.map(({ code, format, reason }) => {
    const id = escapeHtml(code);
    return `<tr id="${id}"><td><code>${id}</code></td><td>${escapeHtml(reason[language])}</td><td>${escapeHtml(format)}</td></tr>`;
  });
  return `<h2>${words.withoutRule} (${codes.length})</h2>
<table><thead><tr><th>${words.code}<th>${words.why}<th>${words.formats}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table>`;
}

export interface Found {
  readonly rules: readonly CatalogueEntry[];
  readonly withoutRule: readonly CodeWithoutRule[];
}

/** What `filter` leaves; `formats` are all there are. */
export function cataloguePage(
  { rules: entries, withoutRule }: Found,
  filter: CatalogueFilter,
  formats: readonly string[],
  language: Language,
): string {
  const words = CATALOGUE_WORDS[language];
  const other = language === 'es' ? 'en' : 'es';
  const given = Object.entries(filter).filter((pair): pair is [string, string] => Boolean(pair[1]));
  const elsewhere = new URLSearchParams([...given, ['language', other]]);
  const table = `<table><thead><tr><th>${words.code}<th>${words.severity}<th>${words.message}<th>${words.formats}<th>${words.source}</tr></thead>
<tbody>
${entries.map((entry) => row(entry, language)).join('\n')}
</tbody></table>`;
  return htmlPage(
    language,
    words.title,
    `<h1>${words.title} (${entries.length})</h1>
<p><a href="?${escapeHtml(elsewhere.toString())}" hreflang="${other}">${words.other}</a></p>
${searchForm(filter, formats, language)}
${entries.length > 0 ? table : ''}${withoutRule.length + entries.length > 0 ? '' : `<p>${words.none} <a href="/v1/rules?language=${language}">${words.clear}</a></p>`}
${withoutRuleHtml(withoutRule, language)}`,
  );
}
