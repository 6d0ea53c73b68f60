/** A receipt as PDF/A-3b: what the page says, its QR code, and inside it the receipt and, on request, the original. */
import { createRequire } from 'node:module';
import {
  codeOptions,
  encodeReceiptText,
  type PageLanguage,
  type Receipt,
  type ReceiptTold,
  tellReceipt,
} from '@ventanilla/receipts';
import PDFDocument from 'pdfkit';
import { encodeQR } from 'qr';

export interface Original {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

export interface PdfOptions {
  readonly language: PageLanguage;
  /** Who registered, as it wants to be named. */
  readonly authority: string;
  /** Embedded as the source of the receipt; the caller has checked that its reader may have it. */
  readonly original?: Original;
}

type Pdf = InstanceType<typeof PDFDocument>;

const MARGIN = 48;
const NAMES_WIDTH = 150;
const CODE_SIZE = 220;
const require = createRequire(import.meta.url);
const FONTS = {
  plain: require.resolve('@fontsource/roboto/files/roboto-latin-400-normal.woff'),
  bold: require.resolve('@fontsource/roboto/files/roboto-latin-700-normal.woff'),
};

// PDF/A forbids showing a glyph that the font lacks; the font has Latin, and what it lacks is told by number.
const shown = (text: string): string =>
  text.replace(
    /[^\n\u0020-\u007e\u00a1-\u00ac\u00ae-\u00ff\u2013\u2014\u201c\u201d]/gu,
    (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`,
  );

const extensionOf = (mediaType: string): string => (mediaType.includes('json') ? 'json' : 'xml');

/** The bytes of the file; the same receipt makes the same bytes. Prints on one A4 sheet. */
export async function renderReceiptPdf(receipt: Receipt, options: PdfOptions): Promise<Uint8Array> {
  const told = tellReceipt(receipt, options.language);
  const { documentId, registeredAt } = receipt.entry;
  const at = new Date(registeredAt);
  const pdf = new PDFDocument({
    subset: 'PDF/A-3b',
    pdfVersion: '1.7',
    size: 'A4',
    margin: MARGIN,
    lang: options.language,
    font: FONTS.plain,
    info: {
      Title: `${told.title} ${documentId.slice(0, 12)}`,
      Author: shown(options.authority),
      CreationDate: at,
      ModDate: at,
    },
  });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((done, fail) => pdf.on('end', done).on('error', fail));
  write(pdf, told, options.authority);
  drawCode(pdf, encodeReceiptText(receipt));
  pdf.fontSize(9).text(shown(told.how), MARGIN, pdf.y + 8);
  pdf.moveDown().font(FONTS.bold).text(told.checkpoint);
  pdf.font(FONTS.plain).fontSize(7).text(shown(receipt.checkpoint));
  embed(pdf, receipt, at, options.original);
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}

function write(pdf: Pdf, told: ReceiptTold, authority: string): void {
  pdf.fontSize(10).text(shown(authority));
  pdf.font(FONTS.bold).fontSize(18).text(told.title);
  pdf.fontSize(14).text(told.verdict).moveDown(0.5);
  pdf.font(FONTS.plain).fontSize(9);
  for (const { name, value } of told.rows) {
    const { y } = pdf;
    pdf.fillColor('#555').text(name, MARGIN, y, { width: NAMES_WIDTH });
    pdf.fillColor('#000').text(shown(value), MARGIN + NAMES_WIDTH, y);
  }
}

/** Modules as squares of one path: sharp at any size, and a viewer needs no picture for it. */
function drawCode(pdf: Pdf, text: string): void {
  const modules = encodeQR(text, 'raw', codeOptions(text));
  const side = CODE_SIZE / modules.length;
  const left = (pdf.page.width - CODE_SIZE) / 2;
  const top = pdf.y + 4;
  for (const [row, cells] of modules.entries()) {
    for (const [column, dark] of cells.entries()) {
      if (dark) pdf.rect(left + column * side, top + row * side, side, side);
    }
  }
  pdf.fill('#000');
  pdf.y = top + CODE_SIZE;
}

/** What an embedded file is to the page; the types of pdfkit do not know of it yet, PDF/A-3 demands it. */
interface Attachment {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly relationship: 'Data' | 'Source';
  readonly creationDate: Date;
  readonly modifiedDate: Date;
}

function embed(pdf: Pdf, receipt: Receipt, at: Date, original: Original | undefined): void {
  const { documentId } = receipt.entry;
  // Bytes are taken as they are; the types ask for a path, an ArrayBuffer or a data URL.
  const attach = (bytes: Buffer, attachment: Attachment) => pdf.file(bytes as never, attachment);
  const dates = { creationDate: at, modifiedDate: at };
  attach(Buffer.from(JSON.stringify(receipt, undefined, 2)), {
    ...dates,
    name: `${documentId}.receipt.json`,
    type: 'application/json',
    description: 'ventanilla/receipt/v1',
    relationship: 'Data',
  });
  if (original === undefined) return;
  attach(Buffer.from(original.bytes), {
    ...dates,
    name: `${documentId}.${extensionOf(original.mediaType)}`,
    type: original.mediaType,
    description: documentId,
    relationship: 'Source',
  });
}
