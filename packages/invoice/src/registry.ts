/** The taxpayer registry, as the rules see it. */

export interface Taxpayer {
  /** Normalised id: upper case, no separators. */
  readonly id: string;
  readonly name: string;
  readonly status: 'active' | 'suspended' | 'cancelled';
  /** VAT affiliation in the country's own codes, e.g. GEN, PEQ, EXE. */
  readonly affiliation: string;
  /** ISIC division. */
  readonly activity: string;
  readonly region: string;
  readonly size: 'micro' | 'small' | 'medium' | 'large';
  /** Establishment codes open today. */
  readonly establishments: readonly string[];
  /** ISO date from which the taxpayer may issue. */
  readonly since: string;
}

/** Who handed the document in, as the access token says. */
export interface Submitter {
  readonly clientId: string;
  readonly taxpayerId: string;
  /** certifier: may submit for those that mandated it. */
  readonly kind: 'taxpayer' | 'certifier';
}
