/** The catalogue as one page without scripts, for people. */
import type { Language } from '@ventanilla/problems';
import type { CatalogueEntry } from './catalogue.ts';

const WORDS = {
  es: {
    title: 'Catálogo de reglas',
    code: 'Código',
    severity: 'Efecto',
    message: 'Qué se comprueba y qué hacer',
    formats: 'Formatos',
    source: 'Fuente',
    fatal: 'rechaza',
    warning: 'observa',
    information: 'informa',
    from: 'desde',
    until: 'hasta',
    other: 'English',
  },
  en: {
    title: 'Rule catalogue',
    code: 'Code',
    severity: 'Effect',
    message: 'What is checked and what to do',
    formats: 'Formats',
    source: 'Source',
    fatal: 'rejects',
    warning: 'observes',
    information: 'informs',
    from: 'from',
    until: 'until',
    other: 'Español',
  },
} as const;

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem}' +
  'table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.5rem;' +
  'border-bottom:1px solid #8884}td p{margin:.25rem 0 0;opacity:.75}code{white-space:nowrap}' +
  '@media(prefers-color-scheme:dark){body{background:#111;color:#eee}a{color:#9cf}}';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (mark) => ESCAPES[mark] ?? '');

export function cataloguePage(entries: readonly CatalogueEntry[], language: Language): string {
  const words = WORDS[language];
  const other = language === 'es' ? 'en' : 'es';
  const rows = entries.map((entry) => {
    const force = [
      entry.effectiveFrom && `${words.from} ${entry.effectiveFrom}`,
      entry.effectiveUntil && `${words.until} ${entry.effectiveUntil}`,
    ].filter(Boolean);
    return `<tr id="${escapeHtml(entry.code)}"><td><code>${escapeHtml(entry.code)}</code></td>
<td>${words[entry.severity]}${force.length > 0 ? `<p>${force.join(', ')}</p>` : ''}</td>
<td>${escapeHtml(entry.message[language])}<p>${escapeHtml(entry.hint[language])}</p></td>
<td>${entry.formats.map(escapeHtml).join('<br>')}</td><td>${escapeHtml(entry.source)}</td></tr>`;
  });
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${words.title}</title><style>${STYLE}</style></head><body>
<h1>${words.title} (${entries.length})</h1><p><a href="?language=${other}" hreflang="${other}">${words.other}</a></p>
<table><thead><tr><th>${words.code}<th>${words.severity}<th>${words.message}<th>${words.formats}<th>${words.source}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></body></html>
`;
}
