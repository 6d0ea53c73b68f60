/** What a format says of signatures: where they stand and what they must cover. */
import type { XmlElement } from '@ventanilla/xml';

/** What a law makes of a signature that lacks something: refuse it, or tell of it. */
export type Demand = 'require' | 'observe';

export interface Coverage {
  /** The very element that the format's reader reads: a copy of it elsewhere is not it. */
  readonly element: XmlElement;
  /** Taxpayer id that the certificate is to name. */
  readonly signer?: string;
}

export interface SignatureProfile {
  /** Places where the format has signatures; one that stands elsewhere is refused. */
  readonly isPlace: (signature: XmlElement) => boolean;
  /** What must be covered, each by a signature of its own; absent where anything will do. */
  readonly coverage?: (root: XmlElement) => readonly Coverage[];
  /** Of XAdES; absent where a plain XML signature does as well. */
  readonly xades?: Demand;
  /** Of a certificate that names the taxpayer of its coverage. Default: observe. */
  readonly signer?: Demand;
}
