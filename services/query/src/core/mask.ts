/** Names and ids shown to anyone who holds a QR: enough to recognise a party, too little to learn one. */

/** First letters only: `Comercial Ñandú` becomes `C*** Ñ***`. */
export const maskName = (name: string): string =>
  name
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => `${[...word][0]}***`)
    .join(' ');

/** The last three characters of longer ids, nothing of short ones: `****678`. */
export const maskId = (id: string): string => `****${id.length > 5 ? id.slice(-3) : ''}`;
