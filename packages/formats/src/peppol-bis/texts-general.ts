/** Texts of the rules that hold in every country. */
import type { RuleText } from './rule-text.ts';

const R = 'PEPPOL-EN16931-R';
const P = 'PEPPOL-EN16931-P';
const C = 'PEPPOL-EN16931-CL';
const COMMON = 'PEPPOL-COMMON-R';

const digits = (rule: string, es: string, en: string): RuleText => [
  `${COMMON}${rule}`,
  `${es} no es válido: {actual}`,
  `${en} is not valid: {actual}`,
];

const exemption = (rule: string, reason: string): RuleText => [
  `${P}${rule}`,
  `El motivo ${reason} solo va con la categoría {expected}; hay {actual}`,
  `The reason ${reason} goes only with category {expected}; found {actual}`,
];

const list = (rule: string, es: string, en: string): RuleText => [
  `${C}${rule}`,
  `{actual} no está en la lista de ${es}`,
  `{actual} is not in the list of ${en}`,
];

export const GENERAL_TEXTS: readonly RuleText[] = [
  [`${R}001`, 'Falta el proceso de negocio (BT-23)', 'The business process (BT-23) is missing'],
  [
    `${R}002`,
    'Solo se admite una nota de documento, salvo entre empresas alemanas',
    'Only one document note is allowed, except between German parties',
  ],
  [
    `${R}003`,
    'Falta la referencia del comprador (BT-10) o del pedido (BT-13)',
    'The buyer reference (BT-10) or the order reference (BT-13) is missing',
  ],
  [
    `${R}004`,
    'La especificación (BT-24) no es la de Peppol BIS Billing 3: {actual}',
    'The specification (BT-24) is not that of Peppol BIS Billing 3: {actual}',
  ],
  [
    `${R}005`,
    'La moneda contable debe ser distinta de la de la factura: {actual}',
    'The accounting currency must differ from the invoice currency: {actual}',
  ],
  [
    `${R}006`,
    'Solo se admite un objeto facturado por documento (BT-18)',
    'Only one invoiced object is allowed for a document (BT-18)',
  ],
  [
    `${R}007`,
    'El proceso de negocio no es uno de los aprobados: {actual}',
    'The business process is not one of those approved: {actual}',
  ],
  [`${R}008`, 'El elemento {actual} está vacío', 'The element {actual} is empty'],
  [
    `${R}010`,
    'Falta la dirección electrónica del comprador (BT-49)',
    "The buyer's electronic address (BT-49) is missing",
  ],
  [
    `${R}020`,
    'Falta la dirección electrónica del vendedor (BT-34)',
    "The seller's electronic address (BT-34) is missing",
  ],
  [
    `${R}040`,
    'El importe no es la base por el porcentaje: se esperaba {expected} y hay {actual}',
    'The amount is not the base times the percentage: expected {expected}, found {actual}',
  ],
  [
    `${R}041`,
    'Hay porcentaje de descuento o cargo sin importe base',
    'There is an allowance or charge percentage without base amount',
  ],
  [
    `${R}042`,
    'Hay importe base de descuento o cargo sin porcentaje',
    'There is an allowance or charge base amount without percentage',
  ],
  [
    `${R}043`,
    'El indicador de cargo debe ser true o false: {actual}',
    'The charge indicator must be true or false: {actual}',
  ],
  [
    `${R}044`,
    'El precio solo admite descuentos, no cargos',
    'A price takes allowances only, no charges',
  ],
  [
    `${R}046`,
    'El precio neto no es el bruto menos el descuento: se esperaba {expected} y hay {actual}',
    'The net price is not the gross price less the allowance: expected {expected}, found {actual}',
  ],
  [
    `${R}051`,
    'La moneda del importe debe ser la de la factura ({expected}): {actual}',
    'The currency of the amount must be that of the invoice ({expected}): {actual}',
  ],
  [
    `${R}053`,
    'Debe haber un solo total de impuestos con desglose; hay {actual}',
    'There must be one tax total with subtotals; found {actual}',
  ],
  [
    `${R}054`,
    'Debe haber {expected} totales de impuestos sin desglose; hay {actual}',
    'There must be {expected} tax totals without subtotals; found {actual}',
  ],
  [
    `${R}055`,
    'Los totales de IVA en ambas monedas deben tener el mismo signo',
    'The VAT totals in both currencies must have the same sign',
  ],
  [
    `${R}061`,
    'La domiciliación necesita la referencia del mandato',
    'A direct debit needs the reference of the mandate',
  ],
  [`${R}080`, 'Solo se admite una referencia de proyecto', 'Only one project reference is allowed'],
  [
    `${R}100`,
    'Solo se admite un objeto facturado por línea',
    'Only one invoiced object is allowed on a line',
  ],
  [
    `${R}101`,
    'La referencia de documento de la línea debe ser el objeto facturado (130)',
    'The document reference of a line must be the invoiced object (130)',
  ],
  [
    `${R}110`,
    'El periodo de la línea empieza antes que el de la factura: {actual}',
    'The period of the line starts before that of the invoice: {actual}',
  ],
  [
    `${R}111`,
    'El periodo de la línea acaba después que el de la factura: {actual}',
    'The period of the line ends after that of the invoice: {actual}',
  ],
  [
    `${R}120`,
    'El neto de la línea no cuadra: se esperaba {expected} y hay {actual}',
    'The line net amount does not match: expected {expected}, found {actual}',
  ],
  [
    `${R}121`,
    'La cantidad base del precio debe ser mayor que cero: {actual}',
    'The base quantity of the price must be above zero: {actual}',
  ],
  [
    `${R}130`,
    'La unidad de la cantidad base debe ser la facturada ({expected}): {actual}',
    'The unit of the base quantity must be the invoiced one ({expected}): {actual}',
  ],
  [
    'PEPPOL-EN16931-F001',
    'La fecha debe tener la forma AAAA-MM-DD: {actual}',
    'The date must have the form YYYY-MM-DD: {actual}',
  ],
  [
    `${P}0100`,
    'El tipo de factura no corresponde al proceso: {actual}',
    'The invoice type does not fit the process: {actual}',
  ],
  [
    `${P}0101`,
    'El tipo de nota de crédito no corresponde al proceso: {actual}',
    'The credit note type does not fit the process: {actual}',
  ],
  [
    `${P}0112`,
    'Los tipos 326 y 384 solo se usan entre empresas alemanas: {actual}',
    'Types 326 and 384 are for German parties only: {actual}',
  ],
  exemption('0104', 'VATEX-EU-G'),
  exemption('0105', 'VATEX-EU-O'),
  exemption('0106', 'VATEX-EU-IC'),
  exemption('0107', 'VATEX-EU-AE'),
  exemption('0108', 'VATEX-EU-D'),
  exemption('0109', 'VATEX-EU-F'),
  exemption('0110', 'VATEX-EU-I'),
  exemption('0111', 'VATEX-EU-J'),
  list('001', 'tipos de archivo adjunto', 'attachment media types'),
  list('002', 'motivos de descuento (UNTDID 5189)', 'allowance reasons (UNTDID 5189)'),
  list('003', 'motivos de cargo (UNTDID 7161)', 'charge reasons (UNTDID 7161)'),
  list('006', 'códigos de periodo (UNTDID 2005)', 'period codes (UNTDID 2005)'),
  list('007', 'monedas (ISO 4217)', 'currencies (ISO 4217)'),
  list('008', 'esquemas de dirección electrónica de Peppol', 'Peppol electronic address schemes'),
  digits('040', 'El GLN', 'The GLN'),
  digits('041', 'El número de empresa noruego', 'The Norwegian organisation number'),
  digits('042', 'El número CVR danés', 'The Danish CVR number'),
  digits('043', 'El número de empresa belga', 'The Belgian enterprise number'),
  digits('044?', 'El código IPA', 'The IPA code'),
  digits('045?', 'El Codice Fiscale', 'The Codice Fiscale'),
  digits('046?', 'El Codice Fiscale', 'The Codice Fiscale'),
  digits('047?', 'La Partita IVA', 'The Partita IVA'),
  digits('048?', 'La Partita IVA', 'The Partita IVA'),
  digits('049', 'El número de organización sueco', 'The Swedish organisation number'),
  digits('050', 'El ABN australiano', 'The Australian business number'),
  digits('052', 'El número P danés', 'The Danish P number'),
  digits('053', 'El número SE danés', 'The Danish SE number'),
  digits('054?', 'El número KVK neerlandés', 'The Dutch KVK number'),
  digits('055?', 'El número OIN neerlandés', 'The Dutch OIN number'),
  digits('056-1?', 'El NIF-IVA neerlandés', 'The Dutch VAT number'),
  digits('056-2?', 'El NIF-IVA neerlandés', 'The Dutch VAT number'),
  digits('057?', 'El número de establecimiento neerlandés', 'The Dutch branch number'),
];
