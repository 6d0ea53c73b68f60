/** A few functions that write XSD: most of our schemas are flat, and read best as a list of fields. */

export const XSD_OPEN =
  '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified"';

export interface Field {
  readonly name: string;
  /** Facets inside a restriction of `base`. */
  readonly type: string;
  readonly optional?: boolean;
}

export const restrict = (base: string, facets: string): string =>
  `<xs:simpleType><xs:restriction base="xs:${base}">${facets}</xs:restriction></xs:simpleType>`;

export const text = (max: number, min = 1): string =>
  restrict('string', `<xs:minLength value="${min}"/><xs:maxLength value="${max}"/>`);
export const amount = (digits = 22, decimals = 10): string =>
  restrict(
    'decimal',
    `<xs:minInclusive value="0"/><xs:totalDigits value="${digits}"/><xs:fractionDigits value="${decimals}"/>`,
  );
export const integer = (max: string): string =>
  restrict('positiveInteger', `<xs:maxInclusive value="${max}"/>`);
export const oneOf = (...values: readonly string[]): string =>
  restrict('string', values.map((value) => `<xs:enumeration value="${value}"/>`).join(''));
export const like = (regex: string, max: number): string =>
  restrict('string', `<xs:maxLength value="${max}"/><xs:pattern value="${regex}"/>`);
export const date = restrict('date', '');

export const must = (name: string, type: string): Field => ({ name, type });
export const may = (name: string, type: string): Field => ({ name, type, optional: true });

export const element = ({ name, type, optional }: Field): string =>
  `<xs:element name="${name}"${optional === true ? ' minOccurs="0"' : ''}>${type}</xs:element>`;
export const attribute = ({ name, type, optional }: Field): string =>
  `<xs:attribute name="${name}"${optional === true ? '' : ' use="required"'}>${type}</xs:attribute>`;

/** A version number whose value the published files fix or leave free; any decimal is taken. */
const VERSION = '<xs:attribute name="Version" type="xs:decimal"/>';

export const complex = (children: readonly string[], attributes: readonly string[] = []): string =>
  `<xs:complexType>${children.length === 0 ? '' : `<xs:sequence>${children.join('')}</xs:sequence>`}${attributes.join('')}</xs:complexType>`;

export const many = (name: string, type: string): string =>
  `<xs:element name="${name}" maxOccurs="unbounded">${type}</xs:element>`;

/** One namespace with one root element that carries a Version. */
export const schema = (
  namespace: string,
  root: string,
  children: readonly string[],
  attributes: readonly string[] = [],
): string =>
  `${XSD_OPEN} targetNamespace="${namespace}"><xs:element name="${root}">${complex(children, [...attributes, VERSION])}</xs:element></xs:schema>`;
