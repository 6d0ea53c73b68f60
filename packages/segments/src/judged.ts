/** What persistence keeps of one judged document: its report and its canonical invoice, as JSON text. */

export interface JudgedContent {
  /** Canonical JSON; what the report hash of a document without faults is over. */
  readonly reportJson: string;
  /** Absent when the document could not be read. */
  readonly invoiceJson?: string;
}

const LINE_FEED = 0x0a;
const text = new TextDecoder('utf-8', { fatal: true });

/** Two lines of JSON; JSON text holds no raw line feed. */
export const encodeJudged = ({ reportJson, invoiceJson }: JudgedContent): Uint8Array =>
  Buffer.from(invoiceJson === undefined ? reportJson : `${reportJson}\n${invoiceJson}`);

export function decodeJudged(content: Uint8Array): JudgedContent {
  const cut = content.indexOf(LINE_FEED);
  if (cut < 0) return { reportJson: text.decode(content) };
  return {
    reportJson: text.decode(content.subarray(0, cut)),
    invoiceJson: text.decode(content.subarray(cut + 1)),
  };
}
