/**
 * Structure of a DTE, written from the published facts; it differs from the official file on purpose:
 * NIT, CUI and foreign ids have patterns without the literal anchors that refuse every document,
 * signatures are left to their own stage, and nothing is imported from the network.
 */
import { XSD_OPEN } from '../../xsd.ts';
import { SIMPLE_TYPES } from './types.ts';

const GENERAL = `
<xs:complexType name="DatosGenerales">
  <xs:sequence><xs:element name="Idp" type="dte:Idp" minOccurs="0"/></xs:sequence>
  <xs:attribute name="Tipo" type="dte:TipoDte" use="required"/>
  <xs:attribute name="EmisionUbicacionTemporal" type="dte:Si"/>
  <xs:attribute name="Exp" type="dte:Si"/>
  <xs:attribute name="Espectaculo" type="dte:Si"/>
  <xs:attribute name="FechaHoraEmision" type="xs:dateTime" use="required"/>
  <xs:attribute name="CodigoMoneda" type="dte:Moneda" use="required"/>
  <xs:attribute name="NumeroAcceso" type="dte:NumeroAcceso"/>
  <xs:attribute name="TipoPersoneria" type="xs:nonNegativeInteger"/>
  <xs:attribute name="Servicio">
    <xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="Residencial"/></xs:restriction></xs:simpleType>
  </xs:attribute>
  <xs:attribute name="Dispositivo">
    <xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="APP"/><xs:enumeration value="AV"/><xs:enumeration value="APPVOZ"/></xs:restriction></xs:simpleType>
  </xs:attribute>
</xs:complexType>
<xs:complexType name="Idp">
  <xs:sequence>
    <xs:element name="Terminal"><xs:complexType><xs:simpleContent><xs:extension base="xs:string">
      <xs:attribute name="codigo" type="xs:string" use="required"/>
    </xs:extension></xs:simpleContent></xs:complexType></xs:element>
    <xs:element name="Transportista"><xs:complexType><xs:simpleContent><xs:extension base="dte:Texto100">
      <xs:attribute name="Id" type="xs:string"/><xs:attribute name="TipoDocumento" type="xs:string"/>
    </xs:extension></xs:simpleContent></xs:complexType></xs:element>
  </xs:sequence>
  <xs:attribute name="Litoral" type="dte:Litoral" use="required"/>
  <xs:attribute name="Placa" type="dte:Placa" use="required"/>
  <xs:attribute name="Numerodeviaje" type="dte:Texto50" use="required"/>
  <xs:attribute name="Direcciondeentrega" type="dte:Texto500" use="required"/>
  <xs:attribute name="Origendespacho" type="dte:OrigenDespacho" use="required"/>
  <xs:attribute name="Destinodespacho" type="dte:DestinoDespacho" use="required"/>
  <xs:attribute name="Procedencia" type="dte:Procedencia" use="required"/>
</xs:complexType>`;

const PARTIES = `
<xs:complexType name="Emisor">
  <xs:sequence><xs:element name="DireccionEmisor" type="dte:DireccionEmisor"/></xs:sequence>
  <xs:attribute name="NITEmisor" type="dte:Nit" use="required"/>
  <xs:attribute name="NombreEmisor" type="dte:Texto400" use="required"/>
  <xs:attribute name="CodigoEstablecimiento" type="dte:Hasta9999" use="required"/>
  <xs:attribute name="NombreComercial" type="dte:Texto255" use="required"/>
  <xs:attribute name="CorreoEmisor" type="dte:Correo"/>
  <xs:attribute name="AfiliacionIVA" type="dte:Afiliacion" use="required"/>
  <xs:attribute name="AfiliacionOmiso">
    <xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="GEN"/><xs:enumeration value="PEQ"/></xs:restriction></xs:simpleType>
  </xs:attribute>
  <xs:attribute name="ClasificacionEmisor">
    <xs:simpleType><xs:restriction base="xs:integer"><xs:enumeration value="1674"/></xs:restriction></xs:simpleType>
  </xs:attribute>
</xs:complexType>
<xs:complexType name="DireccionEmisor">
  <xs:sequence>
    <xs:element name="Direccion" type="dte:Texto200"/>
    <xs:element name="CodigoPostal" type="xs:integer"/>
    <xs:element name="Municipio" type="dte:Hasta100"/>
    <xs:element name="Departamento" type="dte:Hasta100"/>
    <xs:element name="Pais" type="dte:Pais"/>
  </xs:sequence>
</xs:complexType>
<xs:complexType name="Receptor">
  <xs:sequence><xs:element name="DireccionReceptor" type="dte:DireccionReceptor" minOccurs="0"/></xs:sequence>
  <xs:attribute name="IDReceptor" type="dte:IdReceptor" use="required"/>
  <xs:attribute name="TipoEspecial">
    <xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="CUI"/><xs:enumeration value="EXT"/></xs:restriction></xs:simpleType>
  </xs:attribute>
  <xs:attribute name="NombreReceptor" type="dte:Texto400" use="required"/>
  <xs:attribute name="CorreoReceptor" type="dte:Correo"/>
  <xs:attribute name="DestinodelaVenta" type="dte:DestinoVenta"/>
</xs:complexType>
<xs:complexType name="DireccionReceptor">
  <xs:sequence>
    <xs:element name="Direccion" type="dte:Texto200"/>
    <xs:element name="CodigoPostal" type="xs:integer" minOccurs="0"/>
    <xs:element name="Municipio" type="dte:Hasta100" minOccurs="0"/>
    <xs:element name="Departamento" type="dte:Hasta100" minOccurs="0"/>
    <xs:element name="Pais" type="dte:Pais" minOccurs="0"/>
  </xs:sequence>
</xs:complexType>
<xs:complexType name="Frases">
  <xs:sequence><xs:element name="Frase" maxOccurs="100"><xs:complexType>
    <xs:attribute name="TipoFrase" use="required">
      <xs:simpleType><xs:restriction base="xs:positiveInteger"><xs:maxInclusive value="12"/></xs:restriction></xs:simpleType>
    </xs:attribute>
    <xs:attribute name="CodigoEscenario" use="required">
      <xs:simpleType><xs:restriction base="xs:positiveInteger"><xs:maxInclusive value="99"/></xs:restriction></xs:simpleType>
    </xs:attribute>
    <xs:attribute name="NumeroResolucion">
      <xs:simpleType><xs:restriction base="xs:string"><xs:minLength value="4"/><xs:maxLength value="50"/></xs:restriction></xs:simpleType>
    </xs:attribute>
    <xs:attribute name="FechaResolucion" type="xs:date"/>
  </xs:complexType></xs:element></xs:sequence>
</xs:complexType>`;

const ITEMS = `
<xs:complexType name="Item">
  <xs:sequence>
    <xs:element name="CodigoProducto" type="dte:CodigoProducto" minOccurs="0"/>
    <xs:element name="Cantidad" type="dte:Numero"/>
    <xs:element name="UnidadMedida" minOccurs="0">
      <xs:simpleType><xs:restriction base="xs:string"><xs:minLength value="1"/><xs:maxLength value="3"/></xs:restriction></xs:simpleType>
    </xs:element>
    <xs:element name="Descripcion">
      <xs:simpleType><xs:restriction base="xs:string"><xs:minLength value="1"/><xs:maxLength value="10000"/></xs:restriction></xs:simpleType>
    </xs:element>
    <xs:element name="PrecioUnitario" type="dte:Numero"/>
    <xs:element name="Observaciones" minOccurs="0">
      <xs:simpleType><xs:restriction base="xs:string"><xs:maxLength value="50"/></xs:restriction></xs:simpleType>
    </xs:element>
    <xs:element name="Precio" type="dte:Numero"/>
    <xs:element name="Descuento" type="dte:Numero" minOccurs="0"/>
    <xs:element name="OtrosDescuento" type="dte:Numero" minOccurs="0"/>
    <xs:element name="Impuestos" minOccurs="0"><xs:complexType><xs:sequence>
      <xs:element name="Impuesto" type="dte:Impuesto" maxOccurs="20"/>
    </xs:sequence></xs:complexType></xs:element>
    <xs:element name="Afecto" minOccurs="0">
      <xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="Si"/><xs:enumeration value="No"/></xs:restriction></xs:simpleType>
    </xs:element>
    <xs:element name="Idp" type="dte:Numero" minOccurs="0"/>
    <xs:element name="Total" type="dte:Numero"/>
    <xs:element name="ComplementosItem" minOccurs="0"><xs:complexType><xs:sequence>
      <xs:element name="ComplementoItem" maxOccurs="unbounded"><xs:complexType>
        <xs:sequence><xs:any namespace="##other" processContents="lax" minOccurs="0"/></xs:sequence>
        <xs:attribute name="IDComplementoItem" type="xs:string"/>
        <xs:attribute name="NombreComplementoItem" type="xs:string" use="required"/>
        <xs:attribute name="URIComplementoItem" type="xs:string" use="required"/>
      </xs:complexType></xs:element>
    </xs:sequence></xs:complexType></xs:element>
  </xs:sequence>
  <xs:attribute name="NumeroLinea" type="dte:Hasta9999" use="required"/>
  <xs:attribute name="BienOServicio" use="required">
    <xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="B"/><xs:enumeration value="S"/></xs:restriction></xs:simpleType>
  </xs:attribute>
</xs:complexType>
<xs:complexType name="Impuesto">
  <xs:sequence>
    <xs:element name="NombreCorto" type="dte:NombreImpuesto"/>
    <xs:element name="CodigoUnidadGravable">
      <xs:simpleType><xs:restriction base="xs:positiveInteger"><xs:totalDigits value="7"/></xs:restriction></xs:simpleType>
    </xs:element>
    <xs:element name="MontoGravable" type="dte:Numero" minOccurs="0"/>
    <xs:element name="CantidadUnidadesGravables" type="dte:Numero" minOccurs="0"/>
    <xs:element name="MontoImpuesto" type="dte:Numero"/>
  </xs:sequence>
</xs:complexType>
<xs:complexType name="Totales">
  <xs:sequence>
    <xs:element name="TotalImpuestos" minOccurs="0"><xs:complexType><xs:sequence>
      <xs:element name="TotalImpuesto" maxOccurs="20"><xs:complexType>
        <xs:attribute name="NombreCorto" type="dte:NombreImpuesto" use="required"/>
        <xs:attribute name="TotalMontoImpuesto" type="dte:Numero" use="required"/>
      </xs:complexType></xs:element>
    </xs:sequence></xs:complexType></xs:element>
    <xs:element name="GranTotal" type="dte:Numero"/>
  </xs:sequence>
</xs:complexType>
<xs:complexType name="Complementos">
  <xs:sequence><xs:element name="Complemento" maxOccurs="unbounded"><xs:complexType>
    <xs:sequence><xs:any namespace="##other" processContents="lax" minOccurs="0"/></xs:sequence>
    <xs:attribute name="IDComplemento" type="xs:string"/>
    <xs:attribute name="NombreComplemento" type="xs:string" use="required"/>
    <xs:attribute name="URIComplemento" type="xs:string" use="required"/>
  </xs:complexType></xs:element></xs:sequence>
</xs:complexType>`;

const DOCUMENT = `
<xs:element name="GTDocumento"><xs:complexType>
  <xs:sequence>
    <xs:element name="SAT"><xs:complexType>
      <xs:sequence><xs:element name="DTE"><xs:complexType>
        <xs:sequence>
          <xs:element name="DatosEmision"><xs:complexType>
            <xs:sequence>
              <xs:element name="DatosGenerales" type="dte:DatosGenerales"/>
              <xs:element name="Emisor" type="dte:Emisor"/>
              <xs:element name="Receptor" type="dte:Receptor"/>
              <xs:element name="Frases" type="dte:Frases" minOccurs="0"/>
              <xs:element name="Items"><xs:complexType><xs:sequence>
                <xs:element name="Item" type="dte:Item" maxOccurs="9999"/>
              </xs:sequence></xs:complexType></xs:element>
              <xs:element name="Totales" type="dte:Totales"/>
              <xs:element name="Complementos" type="dte:Complementos" minOccurs="0"/>
            </xs:sequence>
            <xs:attribute name="ID" type="xs:string" use="required" fixed="DatosEmision"/>
          </xs:complexType></xs:element>
          <xs:element name="Certificacion" minOccurs="0"><xs:complexType><xs:sequence>
            <xs:element name="NITCertificador" type="dte:Nit"/>
            <xs:element name="NombreCertificador" type="dte:Texto400"/>
            <xs:element name="NumeroAutorizacion"><xs:complexType><xs:simpleContent><xs:extension base="dte:Uuid">
              <xs:attribute name="Serie" type="dte:Texto20" use="required"/>
              <xs:attribute name="Numero" type="dte:Numero15" use="required"/>
            </xs:extension></xs:simpleContent></xs:complexType></xs:element>
            <xs:element name="FechaHoraCertificacion" type="xs:dateTime"/>
          </xs:sequence></xs:complexType></xs:element>
        </xs:sequence>
        <xs:attribute name="ID" type="xs:string" use="required" fixed="DatosCertificados"/>
      </xs:complexType></xs:element></xs:sequence>
      <xs:attribute name="ClaseDocumento" type="xs:string" use="required" fixed="dte"/>
    </xs:complexType></xs:element>
    <xs:any namespace="http://www.w3.org/2000/09/xmldsig#" processContents="skip" minOccurs="0" maxOccurs="2"/>
  </xs:sequence>
  <xs:attribute name="Version" type="xs:decimal" use="required" fixed="0.1"/>
</xs:complexType></xs:element>`;

/** The schema of GTDocumento; complements it knows are imported, others are let through. */
export const writeDteSchema = (namespace: string, imports: readonly string[]): string =>
  `${XSD_OPEN} xmlns:dte="${namespace}" targetNamespace="${namespace}">
${imports.map((uri, index) => `<xs:import namespace="${uri}" schemaLocation="complement-${index}.xsd"/>`).join('\n')}
${GENERAL}${PARTIES}${ITEMS}${DOCUMENT}${SIMPLE_TYPES}
</xs:schema>`;
