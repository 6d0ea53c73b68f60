/** Structure of the annulment and the reversal of a DTE; both share one namespace. */
import { XSD_OPEN } from '../../xsd.ts';
import { SIMPLE_TYPES } from './types.ts';

const CERTIFICATION = `<xs:element name="Certificacion" minOccurs="0"><xs:complexType><xs:sequence>
  <xs:element name="NITCertificador" type="dte:Nit"/>
  <xs:element name="NombreCertificador" type="dte:Texto255"/>
  <xs:element name="FechaHoraCertificacion" type="xs:dateTime"/>
</xs:sequence></xs:complexType></xs:element>`;

const COMMON = `
  <xs:attribute name="NITEmisor" type="dte:Nit" use="required"/>
  <xs:attribute name="IDReceptor" type="dte:IdReceptor" use="required"/>`;

const ANNULMENT = `<xs:complexType>
  <xs:attribute name="ID" type="xs:string" use="required" fixed="DatosAnulacion"/>
  <xs:attribute name="NumeroDocumentoAAnular" type="dte:Uuid" use="required"/>${COMMON}
  <xs:attribute name="FechaEmisionDocumentoAnular" type="xs:dateTime" use="required"/>
  <xs:attribute name="FechaHoraAnulacion" type="xs:dateTime" use="required"/>
  <xs:attribute name="MotivoAnulacion" type="dte:Texto255" use="required"/>
</xs:complexType>`;

const REVERSAL = `<xs:complexType>
  <xs:attribute name="ID" type="xs:string" use="required" fixed="DatosReversion"/>
  <xs:attribute name="NumeroDocumentoAReversar" type="dte:Uuid" use="required"/>
  <xs:attribute name="Serie" type="dte:Texto20" use="required"/>
  <xs:attribute name="Numero" type="dte:Numero15" use="required"/>${COMMON}
  <xs:attribute name="FechaEmisionDocumentoReversar" type="xs:dateTime" use="required"/>
  <xs:attribute name="FechaHoraReversion" type="xs:dateTime" use="required"/>
  <xs:attribute name="MotivoReversion" type="dte:Texto255" use="required"/>
  <xs:attribute name="UsuarioSolicitud" type="dte:Texto100" use="required"/>
  <xs:attribute name="IpUsuarioSolicita" type="dte:Texto20" use="required"/>
  <xs:attribute name="CodigoEstablecimiento" type="dte:Hasta9999" use="required"/>
  <xs:attribute name="NombreComercial" type="dte:Texto255" use="required"/>
  <xs:attribute name="Archivo" type="xs:base64Binary"/>
</xs:complexType>`;

const writeRoot = (name: string, body: string, general: string, signaturesMax: number): string => `
<xs:element name="${name}"><xs:complexType>
  <xs:sequence>
    <xs:element name="SAT"><xs:complexType><xs:sequence><xs:element name="${body}"><xs:complexType>
      <xs:sequence><xs:element name="DatosGenerales">${general}</xs:element>${CERTIFICATION}</xs:sequence>
      <xs:attribute name="ID" type="xs:string" use="required" fixed="DatosCertificados"/>
    </xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>
    <xs:any namespace="http://www.w3.org/2000/09/xmldsig#" processContents="skip" minOccurs="0" maxOccurs="${signaturesMax}"/>
  </xs:sequence>
  <xs:attribute name="Version" type="xs:decimal" use="required" fixed="0.1"/>
</xs:complexType></xs:element>`;

/** The schema of GTAnulacionDocumento and GTReversionDocumento. */
export const writeAnnulmentSchema = (namespace: string): string =>
  `${XSD_OPEN} xmlns:dte="${namespace}" targetNamespace="${namespace}">
${writeRoot('GTAnulacionDocumento', 'AnulacionDTE', ANNULMENT, 2)}
${writeRoot('GTReversionDocumento', 'ReversionDTE', REVERSAL, 2)}
${SIMPLE_TYPES}
</xs:schema>`;
