/** XAdES signatures of FEL: the issuer's over what it wrote, the certifier's over that and its own part. */
import type { XmlElement } from '@ventanilla/xml';
import type { Coverage, SignatureProfile } from '@ventanilla/xml-signatures';
import { attribute, child, childText } from '../xml-tree.ts';

/** Body and issuer's part by root, found as the reader finds them. */
function partsOf(root: XmlElement): Record<'body' | 'issued', XmlElement | undefined> {
  const sat = child(root, 'SAT');
  const dte = child(sat, 'DTE');
  const body = dte ?? child(sat, 'AnulacionDTE') ?? child(sat, 'ReversionDTE');
  return { body, issued: child(body, dte === undefined ? 'DatosGenerales' : 'DatosEmision') };
}

const covering = (element: XmlElement | undefined, signer: string | undefined): Coverage[] =>
  element === undefined ? [] : [{ element, ...(signer !== undefined && { signer }) }];

export const FEL_SIGNATURES: SignatureProfile = {
  isPlace: ({ parent }) => parent?.parent === undefined,
  coverage: (root) => {
    const { body, issued } = partsOf(root);
    const certification = child(body, 'Certificacion');
    const issuer = child(issued, 'Emisor') ?? issued;
    return [
      ...covering(issued, attribute(issuer, 'NITEmisor')),
      // Without a certification there is nothing of the certifier's; a rule of its own tells that.
      ...(certification === undefined
        ? []
        : covering(body, childText(certification, 'NITCertificador'))),
    ];
  },
  xades: 'observe',
  // ANU370 and ANU373: a signature by another NIT is refused.
  signer: 'require',
};
