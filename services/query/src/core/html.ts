/** The frame of pages without scripts, and what makes any text safe in them. */
import type { Language } from '@ventanilla/problems';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (mark) => ESCAPES[mark] ?? '');

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#111;background:#fff}' +
  'table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.5rem;' +
  'border-bottom:1px solid #8884}td p{margin:.25rem 0 0;opacity:.75}code,td:nth-child(4){white-space:nowrap}' +
  'form{display:flex;flex-wrap:wrap;gap:.8rem;align-items:end;margin:1rem 0}label{display:block;font-weight:600}' +
  'input,select,button{font:inherit;font-weight:400;padding:.3rem .6rem}dt{font-weight:600}dd{margin:0 0 .6rem}tr:target{background:#fe85}' +
  'pre{font:13px/1.5 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere;padding:1rem;' +
  'border:1px solid #8884;border-radius:.4rem}ins,del{display:block;text-decoration:none}ins{background:#fde4e4}' +
  'del{background:#e3f6e6}@media(prefers-color-scheme:dark){body{background:#161616;color:#eee}a{color:#9cf}' +
  'ins{background:#4d1616}del{background:#143d1c}}';

/** A message whose values are not known yet, as HTML. */
export const messageHtml = (message: string): string =>
  escapeHtml(message.replace(/\{(expected|actual)\}/g, '…'));

/** `body` is HTML; `title` is text. */
export const htmlPage = (
  language: Language,
  title: string,
  body: string,
): string => `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body>
${body}
</body></html>
`;
