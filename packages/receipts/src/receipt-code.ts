/** How the text of a receipt is drawn as a QR code, on paper and in a PDF alike. */

/** Characters that version 23 holds at this correction and version 22 does not. */
const VERSION_23 = { from: 1_461, to: 1_588 };

/** Options for `encodeQR` of the package `qr`. */
export function codeOptions(text: string) {
  // jsQR, which many pages in a browser scan with, reads no code of version 23 and every one of 24.
  const isUnread = text.length >= VERSION_23.from && text.length <= VERSION_23.to;
  const drawn = { ecc: 'low', encoding: 'alphanumeric', border: 4 } as const;
  return isUnread ? { ...drawn, version: 24 } : drawn;
}
