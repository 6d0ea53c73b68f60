/** Complements: required, out of place, and the figures inside them. */
import { decimal, multiply, parseDecimal, sum, ZERO } from '@ventanilla/invoice';
import { attributeNumber, childNumber, childrenNamed, childText } from '../../xml-tree.ts';
import { COMPLEMENT_TYPES, DOCUMENT_TYPES, LINE_COMPLEMENT_TYPES } from '../data/document-types.ts';
import { findTaxUnit } from '../data/taxes.ts';
import { AT, atComplement, atLine, type FelComplement, type FelDte } from '../model.ts';
import { COMPLEMENT, type Complement } from '../schema/index.ts';
import { compareFigures, differs, type FelRule, onDte, trim } from './define.ts';
import { taxOf } from './figures.ts';

const named = (kind: Complement): string => COMPLEMENT[kind].split('/').at(-2) ?? kind;

const isFilled = ({ element }: FelComplement): boolean =>
  element !== undefined && (element.children.length > 0 || element.attributes.length > 0);

/** Required by the type, by the export mark and by the show mark. */
function requiredOf({ type, isExport, isShow }: FelDte): readonly Complement[] {
  const required = [...(DOCUMENT_TYPES[type]?.requires ?? [])];
  if (isExport && (type === 'FACT' || type === 'FCAM')) required.push('exports');
  if (isShow) required.push('shows');
  return required;
}

const PRESENCE: readonly FelRule[] = [
  onDte({
    code: 'RCP119',
    es: 'Falta el complemento {expected}, obligatorio para este DTE',
    en: 'The complement {expected} is missing; this document requires it',
    fix: ['Añada el complemento con sus datos.', 'Add the complement with its facts.'],
    check: (dte, report) => {
      for (const kind of requiredOf(dte)) {
        const isThere = dte.complements.some((entry) => entry.kind === kind && isFilled(entry));
        if (!isThere) report({ at: AT.complements, expected: named(kind) });
      }
    },
  }),
  onDte({
    code: 'RCP120',
    es: 'El complemento {actual} no corresponde a este DTE',
    en: 'The complement {actual} does not belong to this document',
    fix: ['Quite el complemento.', 'Remove the complement.'],
    check: ({ type, complements, isShow, isExport }, report) => {
      complements.forEach(({ kind }, index) => {
        if (kind === undefined) return;
        const isMisplaced =
          COMPLEMENT_TYPES[kind]?.includes(type) === false ||
          (kind === 'shows' && !isShow) ||
          (kind === 'exports' && !isExport);
        if (isMisplaced) report({ at: atComplement(index), actual: named(kind) });
      });
    },
  }),
  onDte({
    code: 'RCP10',
    es: 'Este tipo de DTE no admite complementos en la línea',
    en: 'This type of document takes no complements at the line',
    fix: ['Quite el complemento de la línea.', 'Remove the complement from the line.'],
    check: ({ type, lines }, report) => {
      if (LINE_COMPLEMENT_TYPES.includes(type)) return;
      lines.forEach(({ complements }, index) => {
        if (complements.length > 0) report({ at: atLine(index, 'ComplementosItem') });
      });
    },
  }),
];

/** Visits every complement of one kind that has a root element. */
const inside =
  (
    kind: Complement,
    visit: (
      dte: FelDte,
      element: NonNullable<FelComplement['element']>,
      at: (part: string) => string,
      report: Parameters<FelRule['check']>[1],
    ) => void,
  ) =>
  (dte: FelDte, report: Parameters<FelRule['check']>[1]): void => {
    dte.complements.forEach(({ kind: own, element }, index) => {
      if (own !== kind || element === undefined) return;
      visit(dte, element, (part) => atComplement(index, `${element.name}/${part}`), report);
    });
  };

const SPECIAL_ISR = decimal(5, 2);
const SPECIFIC_ICT = decimal(15, 3);
const VAT = decimal(12, 2);

const taxableOf = ({ lines }: FelDte) =>
  sum(lines.flatMap(({ taxes }) => taxes.map(({ taxable }) => taxable ?? ZERO)));

const FIGURES: readonly FelRule[] = [
  onDte({
    code: 'INF534',
    es: 'El ISR a retener debe ser 5 % de la suma de montos gravables: {expected}, no {actual}',
    en: 'The income tax withheld must be 5 % of all taxable amounts: {expected}, not {actual}',
    fix: ['Recalcule la retención.', 'Compute the withholding again.'],
    // Documents before 2019-06-01 used a scale; the régime's types of today are all later.
    effectiveFrom: '2019-06-01',
    check: inside('special', (dte, element, at, report) => {
      const computed = multiply(taxableOf(dte), SPECIAL_ISR);
      compareFigures(
        report,
        () => at('RetencionISR'),
        childNumber(element, 'RetencionISR'),
        computed,
      );
    }),
  }),
  onDte({
    code: 'VEN-FEL-012',
    severity: 'warning',
    source: 'FEL, reglas de cálculo: factura especial',
    es: 'La retención de IVA debe ser el IVA del documento: {expected}, no {actual}',
    en: 'The VAT withheld must be the VAT of the document: {expected}, not {actual}',
    fix: ['Retenga el total del IVA.', 'Withhold the whole VAT.'],
    check: inside('special', ({ lines }, element, at, report) => {
      const stated = childNumber(element, 'RetencionIVA');
      compareFigures(report, () => at('RetencionIVA'), stated, taxOf(lines, 'IVA'));
    }),
  }),
  onDte({
    code: 'RCP126',
    es: 'El ICT a retener debe ser 1.5 % del gran total: {expected}, no {actual}',
    en: 'The ICT withheld must be 1.5 % of the grand total: {expected}, not {actual}',
    fix: ['Recalcule la retención.', 'Compute the withholding again.'],
    check: inside('specific', ({ grandTotal }, element, at, report) => {
      if (grandTotal === undefined) return;
      const stated = childNumber(element, 'RetencionICT') ?? ZERO;
      compareFigures(report, () => at('RetencionICT'), stated, multiply(grandTotal, SPECIFIC_ICT));
    }),
  }),
  onDte({
    code: 'RCP419',
    es: 'El IVA cobrado por cuenta ajena debe ser 12 % de la base: {expected}, no {actual}',
    en: 'The VAT collected for a third party must be 12 % of its base: {expected}, not {actual}',
    fix: ['Recalcule MontoCobroIVA.', 'Compute MontoCobroIVA again.'],
    check: inside('thirdParty', (_, element, at, report) => {
      childrenNamed(element, 'ItemCuentaAjena').forEach((item, index) => {
        const base = childNumber(item, 'BaseImponible');
        if (base === undefined) return;
        const stated = childNumber(item, 'MontoCobroIVA');
        const place = () => at(`ItemCuentaAjena[${index + 1}]/MontoCobroIVA`);
        compareFigures(report, place, stated, multiply(base, VAT));
      });
    }),
  }),
  onDte({
    code: 'RCP424',
    es: 'El aporte no dinerario debe ser igual al gran total: {expected}, no {actual}',
    en: 'A contribution in kind must equal the grand total: {expected}, not {actual}',
    fix: ['Iguale Aporte y GranTotal.', 'Make Aporte and GranTotal equal.'],
    check: inside('parties', ({ grandTotal }, element, at, report) => {
      const kind = element.attributes.find(({ name }) => name === 'TipoAporte')?.value;
      if (kind === undefined || kind === 'Dineraria') return;
      compareFigures(report, () => at('@Aporte'), attributeNumber(element, 'Aporte'), grandTotal);
    }),
  }),
  onDte({
    code: 'RCP463',
    es: 'La constancia de exención debe indicar el monto de IVA exento',
    en: 'The exemption certificate must state the amount of VAT exempted',
    fix: ['Añada MontoIVAExento.', 'Add MontoIVAExento.'],
    check: inside('certificate', ({ type }, element, at, report) => {
      if (type !== 'CIVA' || attributeNumber(element, 'MontoIVAExento') !== undefined) return;
      report({ at: at('@MontoIVAExento') });
    }),
  }),
];

const PAYMENTS: readonly FelRule[] = [
  onDte({
    code: 'RCP437',
    es: 'Falta {expected} en los medios de pago',
    en: '{expected} is missing in the means of payment',
    fix: ['Complete forma de pago y transacción.', 'Fill in means of payment and transaction.'],
    check: inside('payments', (_, element, at, report) => {
      for (const name of ['TipoFormaPago', 'NumeroTransaccion']) {
        if ((childText(element, name) ?? '') === '') report({ at: at(name), expected: name });
      }
    }),
  }),
  onDte({
    code: 'RCP439',
    es: 'El pago {actual} es anterior a la emisión {expected}',
    en: 'The payment {actual} is before the emission {expected}',
    fix: ['Corrija FechaTransaccion.', 'Mend FechaTransaccion.'],
    check: inside('payments', ({ emission }, element, at, report) => {
      const day = childText(element, 'FechaTransaccion');
      if (day === undefined || emission === undefined || day >= emission.day) return;
      report({ at: at('FechaTransaccion'), expected: emission.day, actual: day });
    }),
  }),
  onDte({
    code: 'RCP440',
    es: 'Los medios de pago deben sumar el gran total: {expected}, no {actual}',
    en: 'The means of payment must add up to the grand total: {expected}, not {actual}',
    fix: ['Ajuste los montos.', 'Adjust the amounts.'],
    check: ({ complements, grandTotal }, report) => {
      const amounts = complements
        .filter(({ kind, element }) => kind === 'payments' && element !== undefined)
        .map(({ element }) => parseDecimal(childText(element, 'Monto') ?? '') ?? ZERO);
      if (amounts.length === 0 || grandTotal === undefined) return;
      const total = sum(amounts);
      if (!differs(total, grandTotal)) return;
      report({ at: AT.complements, expected: trim(grandTotal), actual: trim(total) });
    },
  }),
];

const PRODUCTS: readonly FelRule[] = [
  onDte({
    code: 'RCP139',
    es: 'Falta {expected} en el detalle de la bebida',
    en: '{expected} is missing in the details of the beverage',
    fix: ['Complete el detalle del producto.', 'Fill in the details of the product.'],
    check: inside('products', (_, element, at, report) => {
      childrenNamed(element, 'ItemDetalleProductos').forEach((item, index) => {
        if (['Alcoholes', 'Base de Alcohol'].includes(childText(item, 'ClaseDeBebida') ?? ''))
          return;
        for (const name of ['MarcaDeBebida', 'TotalCajas', 'TotalEnvases', 'PrecioVentaSugerido']) {
          if ((childText(item, name) ?? '') !== '') continue;
          report({ at: at(`ItemDetalleProductos[${index + 1}]/${name}`), expected: name });
        }
      });
    }),
  }),
  onDte({
    code: 'RCP141',
    es: 'El impuesto de bebidas debe ser envases por precio sugerido por tasa: {expected}, no {actual}',
    en: 'The tax on beverages must be bottles times suggested price times rate: {expected}, not {actual}',
    fix: ['Recalcule el impuesto de la bebida.', 'Compute the tax on the beverage again.'],
    check: inside('products', ({ emission }, element, at, report) => {
      childrenNamed(element, 'ItemDetalleProductos').forEach((item, index) => {
        const bottles = childNumber(item, 'TotalEnvases');
        const price = childNumber(item, 'PrecioVentaSugerido');
        const unit = childText(item, 'CodigoUnidadGravable') ?? '';
        const row = findTaxUnit('BEBIDAS ALCOHOLICAS', unit, emission?.day ?? '');
        if (bottles === undefined || price === undefined || row === undefined) return;
        const name = 'ImpuestoBebidasAlcoholicas';
        const computed = multiply(multiply(bottles, price), row.factor);
        const place = () => at(`ItemDetalleProductos[${index + 1}]/${name}`);
        compareFigures(report, place, childNumber(item, name), computed);
      });
    }),
  }),
  onDte({
    code: 'RCP143',
    es: 'Con detalle de productos la moneda debe ser {expected}, no {actual}',
    en: 'With details of products the currency must be {expected}, not {actual}',
    fix: ['Emita el documento en dólares.', 'Issue the document in dollars.'],
    check: inside('products', ({ currency }, _element, at, report) => {
      if (currency === 'USD' || currency === '') return;
      report({ at: at(''), expected: 'USD', actual: currency });
    }),
  }),
];

export const COMPLEMENTS: readonly FelRule[] = [...PRESENCE, ...FIGURES, ...PAYMENTS, ...PRODUCTS];
