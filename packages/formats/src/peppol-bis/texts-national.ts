/** Texts of the national rules. */
import type { RuleText } from './rule-text.ts';

const missing = (code: string, es: string, en: string): RuleText => [
  code,
  `Falta ${es}`,
  `${en} is missing`,
];
const wrong = (code: string, es: string, en: string): RuleText => [
  code,
  `${es}: {actual}`,
  `${en}: {actual}`,
];

const GERMANY: readonly RuleText[] = [
  missing('DE-R-001', 'la información de pago (BG-16)', 'Payment information (BG-16)'),
  missing('DE-R-002', 'el contacto del vendedor (BG-6)', "The seller's contact (BG-6)"),
  missing('DE-R-003', 'la ciudad del vendedor (BT-37)', "The seller's city (BT-37)"),
  missing('DE-R-004', 'el código postal del vendedor (BT-38)', "The seller's post code (BT-38)"),
  missing('DE-R-005', 'el nombre de contacto (BT-41)', 'The contact name (BT-41)'),
  missing('DE-R-006', 'el teléfono de contacto (BT-42)', 'The contact telephone (BT-42)'),
  missing('DE-R-007', 'el correo de contacto (BT-43)', 'The contact email (BT-43)'),
  missing('DE-R-008', 'la ciudad del comprador (BT-52)', "The buyer's city (BT-52)"),
  missing('DE-R-009', 'el código postal del comprador (BT-53)', "The buyer's post code (BT-53)"),
  missing('DE-R-010', 'la ciudad de entrega (BT-77)', 'The city of delivery (BT-77)'),
  missing('DE-R-011', 'el código postal de entrega (BT-78)', 'The post code of delivery (BT-78)'),
  missing('DE-R-014', 'el tipo de IVA (BT-119)', 'The VAT rate (BT-119)'),
  missing('DE-R-015', 'la referencia del comprador (BT-10)', 'The buyer reference (BT-10)'),
  missing(
    'DE-R-016',
    'la identificación fiscal del vendedor o su representante',
    'The tax identification of the seller or its representative',
  ),
  wrong(
    'DE-R-017?',
    'El tipo de documento no es habitual en Alemania',
    'The document type is not usual in Germany',
  ),
  [
    'DE-R-018',
    'El descuento por pronto pago (Skonto) no tiene la forma acordada',
    'The early payment discount (Skonto) does not have the agreed form',
  ],
  wrong(
    'DE-R-019?',
    'La cuenta del beneficiario no es un IBAN válido',
    "The payee's account is not a valid IBAN",
  ),
  wrong(
    'DE-R-020?',
    'La cuenta del deudor no es un IBAN válido',
    "The debtor's account is not a valid IBAN",
  ),
  wrong('DE-R-022', 'Dos adjuntos tienen el mismo nombre', 'Two attachments have the same name'),
  missing('DE-R-023-1', 'la cuenta de abono (BG-17)', 'The account to pay to (BG-17)'),
  wrong(
    'DE-R-023-2',
    'Una transferencia no lleva tarjeta ni domiciliación',
    'A credit transfer takes neither card nor direct debit',
  ),
  missing('DE-R-024-1', 'la tarjeta (BG-18)', 'The card (BG-18)'),
  wrong(
    'DE-R-024-2',
    'Un pago con tarjeta no lleva cuenta ni domiciliación',
    'A card payment takes neither account nor direct debit',
  ),
  missing('DE-R-025-1', 'la domiciliación (BG-19)', 'The direct debit (BG-19)'),
  wrong(
    'DE-R-025-2',
    'Una domiciliación no lleva cuenta de abono ni tarjeta',
    'A direct debit takes neither account to pay to nor card',
  ),
  missing('DE-R-026?', 'la factura corregida (BG-3)', 'The corrected invoice (BG-3)'),
  wrong(
    'DE-R-027?',
    'El teléfono de contacto debe tener al menos tres cifras',
    'The contact telephone must have three digits at least',
  ),
  wrong('DE-R-028?', 'El correo de contacto no es válido', 'The contact email is not valid'),
  missing('DE-R-030', 'el identificador de acreedor (BT-90)', 'The creditor identifier (BT-90)'),
  wrong(
    'DE-R-T02?',
    'La dirección del documento externo (BT-124) no es una URL absoluta',
    'The address of the external document (BT-124) is no absolute URL',
  ),
  missing('DE-R-031', 'la cuenta adeudada (BT-91)', 'The debited account (BT-91)'),
];

const DENMARK: readonly RuleText[] = [
  missing('DK-R-002', 'el número CVR del vendedor', "The seller's CVR number"),
  wrong(
    'DK-R-003',
    'La clasificación UNSPSC debe ser de la versión 19.05.01 o 26.08.01',
    'The UNSPSC classification must be of version 19.05.01 or 26.08.01',
  ),
  wrong(
    'DK-R-004',
    'Un impuesto distinto del IVA (ZZZ) se nombra con cuatro cifras o con «parte#parte»',
    'A tax other than VAT (ZZZ) is named by four digits or by "part#part"',
  ),
  wrong(
    'DK-R-005',
    'El medio de pago no se usa en Dinamarca',
    'The payment means is not used in Denmark',
  ),
  missing(
    'DK-R-006',
    'la cuenta y el número de registro bancario',
    'The account and bank registration number',
  ),
  missing('DK-R-007', 'el mandato o la cuenta del deudor', "The mandate or the debtor's account"),
  wrong(
    'DK-R-008',
    'El pago 50 necesita un identificador 01#, 04# o 15# y una cuenta de 7 u 8 cifras',
    'Payment 50 needs an identifier 01#, 04# or 15# and an account of 7 or 8 digits',
  ),
  wrong('DK-R-009', 'Con 04# o 15# siguen 16 cifras', 'After 04# or 15# come 16 digits'),
  wrong(
    'DK-R-010',
    'El pago 93 necesita un identificador 71#, 73# o 75# y una cuenta de 8 cifras',
    'Payment 93 needs an identifier 71#, 73# or 75# and an account of 8 digits',
  ),
  wrong('DK-R-011', 'Con 71# o 75# siguen 15 o 16 cifras', 'After 71# or 75# come 15 or 16 digits'),
  missing('DK-R-013', 'el esquema del identificador', 'The scheme of the identifier'),
  wrong(
    'DK-R-014',
    'El registro legal del vendedor debe llevar el esquema 0184',
    "The seller's legal registration must have scheme 0184",
  ),
  wrong(
    'DK-R-016',
    'Una nota de crédito no puede tener total negativo',
    'A credit note must not have a negative total',
  ),
  wrong(
    'DK-R-017',
    'El registro legal del comprador debe llevar el esquema 0184',
    "The buyer's legal registration must have scheme 0184",
  ),
];

const GREECE: readonly RuleText[] = [
  wrong(
    'GR-R-001-1',
    'El número de factura griego tiene seis partes separadas por |',
    'A Greek invoice number has six parts with | between',
  ),
  wrong(
    'GR-R-001-2',
    'La primera parte del número debe ser el TIN del vendedor',
    "The first part of the number must be the seller's TIN",
  ),
  wrong(
    'GR-R-001-3',
    'La segunda parte del número debe ser la fecha de emisión',
    'The second part of the number must be the issue date',
  ),
  wrong(
    'GR-R-001-4',
    'La tercera parte del número debe ser un entero',
    'The third part of the number must be an integer',
  ),
  wrong(
    'GR-R-001-5',
    'La cuarta parte del número debe ser un tipo de documento griego',
    'The fourth part of the number must be a Greek document type',
  ),
  wrong(
    'GR-R-001-6',
    'La quinta parte del número está vacía',
    'The fifth part of the number is empty',
  ),
  wrong(
    'GR-R-001-7',
    'La sexta parte del número está vacía',
    'The sixth part of the number is empty',
  ),
  missing('GR-R-002', 'el nombre registrado del vendedor', "The seller's registered name"),
  wrong(
    'GR-R-003',
    'El NIF-IVA griego empieza por EL y lleva un TIN válido',
    'A Greek VAT identifier starts with EL and holds a valid TIN',
  ),
  wrong('GR-R-004-1', 'Debe haber un número MARK', 'There must be one MARK number'),
  wrong(
    'GR-R-004-2',
    'El número MARK debe ser un entero positivo',
    'The MARK number must be a positive integer',
  ),
  missing('GR-R-005', 'el nombre completo del comprador', "The buyer's full name"),
  missing('GR-R-006', 'el NIF-IVA del comprador griego', "The Greek buyer's VAT identifier"),
  wrong(
    'GR-S-008-1?',
    'Debería haber una dirección web de la factura',
    'There should be one web address of the invoice',
  ),
  wrong(
    'GR-R-008-2',
    'Solo se admite una dirección web de la factura',
    'Only one web address of the invoice is allowed',
  ),
  missing('GR-R-008-3', 'la dirección web', 'The web address'),
  wrong(
    'GR-R-009',
    'La dirección electrónica del vendedor debe ser su TIN (9933)',
    "The seller's electronic address must be its TIN (9933)",
  ),
  wrong(
    'GR-R-010',
    'La dirección electrónica del comprador debe ser su TIN (9933)',
    "The buyer's electronic address must be its TIN (9933)",
  ),
  missing('GR-S-011?', 'el NIF-IVA griego del vendedor', "The seller's Greek VAT identifier"),
];

const NORDIC: readonly RuleText[] = [
  wrong(
    'NO-R-001',
    'El NIF-IVA noruego es NO, nueve cifras y MVA',
    'A Norwegian VAT identifier is NO, nine digits and MVA',
  ),
  missing('NO-R-002?', 'la mención Foretaksregisteret', 'The mention Foretaksregisteret'),
  wrong(
    'SE-R-001',
    'El NIF-IVA sueco tiene 14 caracteres',
    'A Swedish VAT identifier has 14 characters',
  ),
  wrong(
    'SE-R-002',
    'El NIF-IVA sueco lleva 12 cifras tras SE',
    'A Swedish VAT identifier has 12 digits after SE',
  ),
  wrong(
    'SE-R-003',
    'El número de organización sueco es numérico',
    'A Swedish organisation number is numeric',
  ),
  wrong(
    'SE-R-004',
    'El número de organización sueco tiene 10 cifras',
    'A Swedish organisation number has 10 digits',
  ),
  missing('SE-R-005', 'la mención «Godkänd för F-skatt»', 'The mention "Godkänd för F-skatt"'),
  wrong('SE-R-006', 'Suecia solo usa los tipos 6, 12 y 25', 'Sweden uses rates 6, 12 and 25 only'),
  wrong('SE-R-007?', 'La cuenta Plusgiro es numérica', 'A Plusgiro account is numeric'),
  wrong('SE-R-008?', 'La cuenta Bankgiro es numérica', 'A Bankgiro account is numeric'),
  wrong(
    'SE-R-009?',
    'La cuenta Bankgiro tiene 7 u 8 cifras',
    'A Bankgiro account has 7 or 8 digits',
  ),
  wrong(
    'SE-R-010?',
    'La cuenta Plusgiro tiene de 2 a 8 cifras',
    'A Plusgiro account has 2 to 8 digits',
  ),
  wrong(
    'SE-R-011?',
    'Bankgiro y Plusgiro se indican con el medio 30 y su sucursal',
    'Bankgiro and Plusgiro are told by means 30 and their branch',
  ),
  wrong(
    'SE-R-012?',
    'Entre empresas suecas la transferencia es el medio 30',
    'Between Swedish parties a credit transfer is means 30',
  ),
  wrong(
    'SE-R-013',
    'El dígito de control del número de organización no cuadra',
    'The check digit of the organisation number does not match',
  ),
  wrong(
    'IS-R-001?',
    'En Islandia el tipo de documento debe ser 380 o 381',
    'In Iceland the document type must be 380 or 381',
  ),
  missing(
    'IS-R-002',
    'el registro legal islandés del vendedor (0196)',
    "The seller's Icelandic registration (0196)",
  ),
  missing(
    'IS-R-003',
    'la calle o el código postal del vendedor',
    "The seller's street or post code",
  ),
  missing(
    'IS-R-004',
    'el registro legal islandés del comprador (0196)',
    "The buyer's Icelandic registration (0196)",
  ),
  missing(
    'IS-R-005',
    'la calle o el código postal del comprador',
    "The buyer's street or post code",
  ),
  missing(
    'IS-R-006',
    'la cuenta de 12 cifras para el medio de pago 9',
    'The account of 12 digits for payment means 9',
  ),
  missing(
    'IS-R-007',
    'la cuenta de 12 cifras para el medio de pago 42',
    'The account of 12 digits for payment means 42',
  ),
  wrong('IS-R-008', 'EINDAGI debe ser una fecha AAAA-MM-DD', 'EINDAGI must be a date YYYY-MM-DD'),
  missing(
    'IS-R-009',
    'la fecha de vencimiento que EINDAGI exige',
    'The due date that EINDAGI asks for',
  ),
  wrong(
    'IS-R-010',
    'EINDAGI no puede ser anterior al vencimiento',
    'EINDAGI must not be before the due date',
  ),
];

const SOUTH_AND_WEST: readonly RuleText[] = [
  wrong(
    'IT-R-001',
    'El registro fiscal italiano (BT-32) tiene de 11 a 16 caracteres',
    'An Italian tax registration (BT-32) has 11 to 16 characters',
  ),
  missing('IT-R-002', 'la calle del vendedor (BT-35)', "The seller's street (BT-35)"),
  missing('IT-R-003', 'la ciudad del vendedor (BT-37)', "The seller's city (BT-37)"),
  missing('IT-R-004', 'el código postal del vendedor (BT-38)', "The seller's post code (BT-38)"),
  missing(
    'NL-R-001',
    'la factura a la que se refiere la nota de crédito',
    'The invoice that the credit note refers to',
  ),
  missing(
    'NL-R-002',
    'calle, ciudad o código postal del vendedor',
    "The seller's street, city or post code",
  ),
  wrong(
    'NL-R-003',
    'El registro del vendedor debe ser KVK (0106) u OIN (0190)',
    "The seller's registration must be KVK (0106) or OIN (0190)",
  ),
  missing(
    'NL-R-004',
    'calle, ciudad o código postal del comprador',
    "The buyer's street, city or post code",
  ),
  wrong(
    'NL-R-005',
    'El registro del comprador debe ser KVK (0106) u OIN (0190)',
    "The buyer's registration must be KVK (0106) or OIN (0190)",
  ),
  missing(
    'NL-R-006',
    'calle, ciudad o código postal del representante fiscal',
    "The tax representative's street, city or post code",
  ),
  missing('NL-R-007', 'el medio de pago', 'The payment means'),
  wrong(
    'NL-R-008',
    'El medio de pago no se usa entre empresas neerlandesas',
    'The payment means is not used between Dutch parties',
  ),
  missing('NL-R-009', 'la referencia del pedido', 'The order reference'),
];

export const NATIONAL_TEXTS: readonly RuleText[] = [
  ...GERMANY,
  ...DENMARK,
  ...GREECE,
  ...NORDIC,
  ...SOUTH_AND_WEST,
];
