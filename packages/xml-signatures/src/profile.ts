/** What a format says of signatures: where they stand and what they must cover. */
import type { XmlElement } from '@ventanilla/xml';

export interface Coverage {
  /** The very element that the format's reader reads: a copy of it elsewhere is not it. */
  readonly element: XmlElement;
  /** Taxpayer id that the certificate should name. */
  readonly signer?: string;
}

export interface SignatureProfile {
  /** Places where the format has signatures; one that stands elsewhere is refused. */
  readonly isPlace: (signature: XmlElement) => boolean;
  /** What must be covered, each by a signature of its own; absent where anything will do. */
  readonly coverage?: (root: XmlElement) => readonly Coverage[];
  /** True where the format asks for XAdES; a plain XML signature is then told as an observation. */
  readonly expectsXades: boolean;
}
