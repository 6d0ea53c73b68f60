/** A receipt on paper: one self-contained HTML page with a QR code that verifies offline. */
import { encodeQR } from 'qr';
import type { Receipt } from './receipt.ts';
import { codeOptions } from './receipt-code.ts';
import { encodeReceiptText } from './receipt-text.ts';
import { type PageLanguage, tellReceipt } from './receipt-told.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');

const STYLE = `body{font:11pt/1.45 system-ui,sans-serif;max-width:18cm;margin:1.5cm auto;color:#111}
h1{font-size:18pt;margin:0 0 .2cm}.verdict{font-size:14pt;font-weight:600;margin:0 0 .6cm}
dl{display:grid;grid-template-columns:5.2cm 1fr;gap:.15cm .4cm;margin:0}dt{color:#555}dd{margin:0}
.long{overflow-wrap:anywhere;font-family:ui-monospace,monospace;font-size:9pt}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:8pt;margin:0}
figure{margin:.7cm 0 .3cm;text-align:center}svg{width:8cm;height:8cm}
@page{size:A4;margin:1.5cm}@media print{body{margin:0 auto}}`;

/** The page; `authority` is who registered, as it wants to be named. Prints on one A4 sheet. */
export function renderReceiptPage(
  receipt: Receipt,
  { language, authority }: { readonly language: PageLanguage; readonly authority: string },
): string {
  const told = tellReceipt(receipt, language);
  const rows = told.rows.map(
    ({ name, value, long }) =>
      `<dt>${name}</dt><dd${long ? ' class="long"' : ''}>${escaped(value)}</dd>`,
  );
  const text = encodeReceiptText(receipt);
  const code = encodeQR(text, 'svg', codeOptions(text));
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${told.title} ${receipt.entry.documentId.slice(0, 12)}</title>
<style>${STYLE}</style></head><body>
<p>${escaped(authority)}</p>
<h1>${told.title}</h1>
<p class="verdict">${told.verdict}</p>
<dl>${rows.join('\n')}</dl>
<figure role="img" aria-label="QR">${code}</figure>
<p>${told.how}</p>
<dl><dt>${told.checkpoint}</dt><dd><pre>${escaped(receipt.checkpoint)}</pre></dd></dl>
</body></html>
`;
}
