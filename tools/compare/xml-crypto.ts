/** xml-crypto, what most of Node checks signatures with: whether one signature holds, by the key it brings. */
import { DOMParser } from '@xmldom/xmldom';
import { SignedXml } from 'xml-crypto';
import { type Answer, DSIG } from './xmlsec.ts';

/** What it finds wrong with a value or a digest; anything else it could not check. */
const WRONG = /invalid signature|could not validate all references/i;

/** The nth signature of a text, counted from 1. */
export function askXmlCrypto(text: string, nth: number): Answer {
  try {
    const document = new DOMParser({ errorHandler: () => undefined }).parseFromString(text);
    const node = document.getElementsByTagNameNS(DSIG, 'Signature')[nth - 1];
    if (node === undefined) return 'not checked';
    const signed = new SignedXml({ getCertFromKeyInfo: SignedXml.getCertFromKeyInfo });
    signed.loadSignature(node);
    return signed.checkSignature(text) ? 'holds' : 'fails';
  } catch (error) {
    return WRONG.test(String(error)) ? 'fails' : 'not checked';
  }
}
