/** Signs samples the way their formats say. */
import { Buffer } from 'node:buffer';
import type { Holder } from './authority.ts';
import { type SigningWish, signXml, URI, type XadesWish } from './sign.ts';

export interface Signers {
  readonly issuer: Holder;
  readonly certifier: Holder;
  /** Certificates that go along with each signature besides the signer's. */
  readonly chain?: readonly Holder[];
  /** Of XAdES; with its defaults when absent. */
  readonly xades?: XadesWish | 'none';
}

const PLACE = '<?signature?>';
const SIGNATURE = /<ds:Signature [\s\S]*?<\/ds:Signature>/g;
const FEL_END = /(?=<\/dte:(?:GTDocumento|GTAnulacionDocumento)>\s*$)/;

const wishOf = (
  by: Holder,
  { chain = [], xades = {} }: Signers,
): Omit<SigningWish, 'references'> => ({
  by,
  certificates: [by, ...chain].map(({ certificate }) => certificate),
  ...(xades !== 'none' && { xades }),
});

/** A FEL document with XAdES signatures of issuer and certifier in place of those of the sample. */
export function signFel(document: Uint8Array, signers: Signers): string {
  const bare = Buffer.from(document).toString().replace(SIGNATURE, '').trimEnd();
  const cover = (text: string, by: Holder, id: string, part: string): string =>
    signXml(text.replace(FEL_END, PLACE), {
      ...wishOf(by, signers),
      id,
      references: [{ uri: `#${part}`, transforms: [URI.enveloped] }],
    });
  const issued = /ID="DatosAnulacion"/.test(bare) ? 'DatosAnulacion' : 'DatosEmision';
  const once = cover(bare, signers.issuer, 'issuer', issued);
  return cover(once, signers.certifier, 'certifier', 'DatosCertificados');
}

/** A UBL document with an enveloped signature in its extensions. */
export function signUbl(document: Uint8Array, signers: Signers): string {
  const extensions = `<ext:UBLExtensions xmlns:ext="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"><ext:UBLExtension><ext:ExtensionContent>${PLACE}</ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>`;
  const text = Buffer.from(document).toString();
  return signXml(text.replace(/(<(?:Invoice|CreditNote)\b[^>]*>)/, `$1${extensions}`), {
    ...wishOf(signers.issuer, signers),
    references: [{ uri: '', transforms: [URI.enveloped] }],
  });
}
