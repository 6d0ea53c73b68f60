/** Signatures of UBL: enveloped, over the whole document, in an extension (UBL 2.1, 5.4). */
import type { XmlElement } from '@ventanilla/xml';
import type { SignatureProfile } from '@ventanilla/xml-signatures';

const EXTENSION_NS = 'urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2';

const isExtensions = ({ name, namespace, parent }: XmlElement): boolean =>
  name === 'UBLExtensions' && namespace === EXTENSION_NS && parent?.parent === undefined;

export const UBL_SIGNATURES: SignatureProfile = {
  isPlace: (signature) => {
    let at = signature.parent;
    while (at !== undefined && !isExtensions(at)) at = at.parent;
    return at !== undefined;
  },
  coverage: (root) => [{ element: root }],
};
