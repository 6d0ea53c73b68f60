/** Which taxes, units and fields a document may carry. */
import { DOCUMENT_TYPES } from '../data/document-types.ts';
import { findTaxUnit, isTaxAllowed } from '../data/taxes.ts';
import { atTax, atTaxTotal, type FelDte, type FelTax } from '../model.ts';
import { compareFigures, type FelRule, onDte, type Report } from './define.ts';
import { isOverDiscounted, netOf, vatBase, vatOf } from './figures.ts';

const eachOf =
  (
    name: string,
    visit: (tax: FelTax, at: (part: string) => string, dte: FelDte, report: Report) => void,
  ) =>
  (dte: FelDte, report: Report): void => {
    dte.lines.forEach((line, lineIndex) => {
      line.taxes.forEach((tax, index) => {
        if (tax.name === name) visit(tax, (part) => atTax(lineIndex, index, part), dte, report);
      });
    });
  };

const UNIT_CODES: readonly (readonly [code: string, tax: string])[] = [
  ['RCP330', 'IVA'],
  ['RCP334', 'PETROLEO'],
  ['SEC508', 'TURISMO HOSPEDAJE'],
  ['SEC512', 'TURISMO PASAJES'],
  ['SEC515', 'TIMBRE DE PRENSA'],
  ['SEC519', 'BOMBEROS'],
];

const unitRule = ([code, tax]: readonly [string, string]): FelRule =>
  onDte({
    code,
    es: `La unidad gravable {actual} no existe para ${tax}`,
    en: `The tax unit {actual} does not exist for ${tax}`,
    fix: [
      'Use un código del catálogo de unidades gravables vigente en la fecha de emisión.',
      'Use a code of the catalogue of tax units in force on the emission date.',
    ],
    check: eachOf(tax, ({ unit }, at, { emission }, report) => {
      if (unit === '' || emission === undefined) return;
      if (findTaxUnit(tax, unit, emission.day) === undefined) {
        report({ at: at('CodigoUnidadGravable'), actual: unit });
      }
    }),
  });

type Part = 'MontoGravable' | 'CantidadUnidadesGravables';
const figureOf = (tax: FelTax, part: Part) =>
  part === 'MontoGravable' ? tax.taxable : tax.quantity;

const mustHave = (code: string, tax: string, part: Part): FelRule =>
  onDte({
    code,
    es: `Falta ${part} en el impuesto ${tax}`,
    en: `${part} is missing in the tax ${tax}`,
    fix: [`Incluya ${part}.`, `Include ${part}.`],
    check: eachOf(tax, (entry, at, _, report) => {
      if (figureOf(entry, part) === undefined) report({ at: at(part) });
    }),
  });

const mustNotHave = (code: string, tax: string, part: Part): FelRule =>
  onDte({
    code,
    es: `${part} no debe estar presente en el impuesto ${tax}`,
    en: `${part} must not be present in the tax ${tax}`,
    fix: [`Quite ${part}.`, `Remove ${part}.`],
    check: eachOf(tax, (entry, at, _, report) => {
      if (figureOf(entry, part) !== undefined) report({ at: at(part) });
    }),
  });

const ALLOWED = onDte({
  code: 'RCP315',
  es: 'El tipo de DTE no admite el impuesto {actual}',
  en: 'This type of document does not take the tax {actual}',
  fix: [
    'Quite el impuesto o use el tipo de DTE que corresponde.',
    'Remove the tax, or use the type of document that fits.',
  ],
  check: ({ type, lines, taxTotals }, report) => {
    const known = DOCUMENT_TYPES[type];
    if (known === undefined) return;
    lines.forEach(({ taxes }, line) => {
      taxes.forEach(({ name }, index) => {
        if (name !== '' && !isTaxAllowed(known.taxes, name)) {
          report({ at: atTax(line, index, 'NombreCorto'), actual: name });
        }
      });
    });
    taxTotals.forEach(({ name }, index) => {
      if (name !== '' && !isTaxAllowed(known.taxes, name)) {
        report({ at: atTaxTotal(index), actual: name });
      }
    });
  },
});

/** DDMMCCC: department, municipality, fee; the list of fees itself is not published. */
const MUNICIPAL_UNIT = /^\d{5,7}$/;

const MUNICIPAL = onDte({
  code: 'SEC523',
  es: 'La unidad gravable {actual} no tiene la forma departamento, municipio y tasa (DDMMCCC)',
  en: 'The tax unit {actual} does not have the form department, municipality and fee (DDMMCCC)',
  fix: [
    'Escriba el código de la tasa municipal que SAT asignó.',
    'Write the code of the municipal fee as the authority assigned it.',
  ],
  check: eachOf('TASA MUNICIPAL', ({ unit }, at, _, report) => {
    if (unit !== '' && !MUNICIPAL_UNIT.test(unit)) {
      report({ at: at('CodigoUnidadGravable'), actual: unit });
    }
  }),
});

const FIRE_BASE = onDte({
  code: 'SEC518',
  es: 'El monto gravable de BOMBEROS debe ser {expected}, no {actual}',
  en: 'The taxable amount of BOMBEROS must be {expected}, not {actual}',
  fix: ['Use la misma base que el IVA de la línea.', 'Use the same base as the VAT of the line.'],
  check: ({ lines }, report) => {
    lines.forEach((line, lineIndex) => {
      const net = netOf(line);
      const vat = vatOf(line);
      if (net === undefined || vat === undefined || isOverDiscounted(line)) return;
      line.taxes.forEach(({ name, taxable }, index) => {
        if (name !== 'BOMBEROS') return;
        const at = () => atTax(lineIndex, index, 'MontoGravable');
        compareFigures(report, at, taxable, vatBase(net, vat.unit));
      });
    });
  },
});

const PRODUCT_UNITS: Readonly<Record<string, readonly string[]>> = {
  GALDIESEL: ['4', '14'],
  GALSUPER: ['1', '14'],
  GALREGULAR: ['2', '14'],
};

const PRODUCT_UNIT = onDte({
  code: 'RCP108',
  es: 'El producto {actual} no corresponde a la unidad gravable de PETROLEO ({expected})',
  en: 'The product {actual} does not fit the tax unit of PETROLEO ({expected})',
  fix: [
    'Use GALDIESEL con la unidad 4, GALSUPER con la 1 y GALREGULAR con la 2.',
    'Use GALDIESEL with unit 4, GALSUPER with 1 and GALREGULAR with 2.',
  ],
  check: ({ lines }, report) => {
    lines.forEach(({ product, taxes }, line) => {
      const units = product === undefined ? undefined : PRODUCT_UNITS[product];
      if (product === undefined || units === undefined) return;
      taxes.forEach(({ name, unit }, index) => {
        if (name !== 'PETROLEO' || units.includes(unit)) return;
        report({
          at: atTax(line, index, 'CodigoUnidadGravable'),
          expected: units.join(' | '),
          actual: product,
        });
      });
    });
  },
});

export const TAXES: readonly FelRule[] = [
  ALLOWED,
  ...UNIT_CODES.map(unitRule),
  MUNICIPAL,
  FIRE_BASE,
  PRODUCT_UNIT,
  mustHave('RCP329', 'IVA', 'MontoGravable'),
  mustHave('RCP335', 'PETROLEO', 'CantidadUnidadesGravables'),
  mustHave('SEC513', 'TURISMO PASAJES', 'CantidadUnidadesGravables'),
  mustNotHave('SEC502', 'IVA', 'CantidadUnidadesGravables'),
  mustNotHave('SEC503', 'PETROLEO', 'MontoGravable'),
  mustNotHave('SEC509', 'TURISMO HOSPEDAJE', 'CantidadUnidadesGravables'),
  mustNotHave('SEC511', 'TURISMO PASAJES', 'MontoGravable'),
];
