/** What one document may cost. Every cap is checked before or while it is spent, never after. */
export interface XmlLimits {
  readonly bytesMax: number;
  readonly depthMax: number;
  readonly elementsMax: number;
  readonly attributesMax: number;
  /** On one element: the parser's duplicate check is the only part that is not linear in bytes. */
  readonly attributesPerElementMax: number;
  /** Structure errors told for one document; a hostile one can have a million. */
  readonly structureErrorsMax: number;
  /** Look for errors behind an element that does not belong; false: what the schema processor says and no more. */
  readonly seeBehindStops: boolean;
}

/** Fits a 10,000-line invoice; a service in front of the world passes less. */
export const DEFAULT_XML_LIMITS: XmlLimits = {
  bytesMax: 16 * 1024 * 1024,
  depthMax: 100,
  elementsMax: 1_000_000,
  attributesMax: 1_000_000,
  attributesPerElementMax: 200,
  structureErrorsMax: 200,
  seeBehindStops: true,
};
