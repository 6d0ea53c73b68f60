/** Cases of the rules on sums, products and taxes. */
import {
  type Case,
  cement,
  dte,
  fire,
  item,
  lodging,
  municipal,
  passage,
  petrol,
  stamp,
} from './case.ts';
import { ITEM, vat } from './documents.ts';

export const ARITHMETIC_CASES: readonly Case[] = [
  dte('RCP313', 'FACT', item({ unitPrice: '300.02' }), 'Item/dte:Precio', {
    good: item({ unitPrice: '300.005' }),
  }),
  dte('RCP314', 'FACT', item({ discount: '600.01' }), 'dte:Descuento'),
  dte('RCP348', 'FACT', { ...item({ total: '560.02' }), grandTotal: '560.02' }, 'Item/dte:Total', {
    good: { ...item({ total: '560.01' }), grandTotal: '560.01' },
  }),
  dte('RCP226', 'FACT', item({ taxes: [vat('500.02', '60')] }), 'dte:MontoGravable', {
    good: item({ taxes: [vat('500.01', '60')] }),
  }),
  dte(
    'RCP331',
    'FACT',
    { ...item({ taxes: [vat('500', '60.02')] }), taxTotals: { IVA: '60.02' } },
    'dte:MontoImpuesto',
    {
      good: { ...item({ taxes: [vat('500', '60.01')] }), taxTotals: { IVA: '60.01' } },
    },
  ),
  dte('SEC506', 'FACT', petrol({ quantity: '11' }), 'Impuesto[2]/dte:MontoImpuesto', {
    good: petrol(),
  }),
  dte('VEN-FEL-010', 'FACT', lodging({ taxable: '400' }), 'Impuesto[2]/dte:MontoImpuesto', {
    good: lodging(),
  }),
  dte('RCP332', 'FACT', { taxTotals: { IVA: '60.02' } }, '@TotalMontoImpuesto', {
    good: { taxTotals: { IVA: '60.01' } },
  }),
  dte('RCP336', 'FACT', { ...petrol(), taxTotals: { IVA: '60' } }, 'dte:Totales', {
    good: petrol(),
  }),
  dte('RCP338', 'FACT', lodging({}, '51'), '@TotalMontoImpuesto', { good: lodging() }),
  dte('RCP340', 'FACT', passage({}, '231'), '@TotalMontoImpuesto', { good: passage() }),
  dte('RCP342', 'FACT', stamp({}, '3'), '@TotalMontoImpuesto', { good: stamp() }),
  dte('RCP344', 'FACT', fire({}, '11'), '@TotalMontoImpuesto', { good: fire() }),
  dte('RCP346', 'FACT', municipal({}, '6'), '@TotalMontoImpuesto', { good: municipal() }),
  dte('VEN-FEL-011', 'FACT', cement({}, '16'), '@TotalMontoImpuesto', { good: cement() }),
  dte('RCP349', 'FACT', { grandTotal: '560.02' }, 'dte:GranTotal', {
    good: { grandTotal: '560.01' },
  }),
];

export const TAX_CASES: readonly Case[] = [
  dte('RCP315', 'FPEQ', { items: [ITEM], taxTotals: { IVA: '60' } }, 'dte:NombreCorto'),
  dte('RCP330', 'FACT', item({ taxes: [vat('500', '60', '3')] }), 'dte:CodigoUnidadGravable'),
  dte('RCP334', 'FACT', petrol({ unit: '14' }), 'dte:CodigoUnidadGravable', { good: petrol() }),
  dte('SEC508', 'FACT', lodging({ unit: '3' }), 'dte:CodigoUnidadGravable', { good: lodging() }),
  dte('SEC512', 'FACT', passage({ unit: '4' }), 'dte:CodigoUnidadGravable', { good: passage() }),
  dte('SEC515', 'FACT', stamp({ unit: '2' }), 'dte:CodigoUnidadGravable', { good: stamp() }),
  dte('SEC519', 'FACT', fire({ unit: '2' }), 'dte:CodigoUnidadGravable', { good: fire() }),
  dte('SEC523', 'FACT', municipal({ unit: '12' }), 'dte:CodigoUnidadGravable', {
    good: municipal(),
  }),
  dte('SEC518', 'FACT', fire({ taxable: '560' }), 'dte:MontoGravable', { good: fire() }),
  dte(
    'RCP108',
    'FACT',
    {
      ...petrol({ unit: '4' }),
      items: [{ ...petrol({ unit: '4' }).items![0]!, product: 'GALSUPER' }],
    },
    'dte:CodigoUnidadGravable',
    {
      good: { ...petrol(), items: [{ ...petrol().items![0]!, product: 'GALSUPER' }] },
    },
  ),
  dte('RCP329', 'FACT', item({ taxes: [{ name: 'IVA', unit: '1', amount: '60' }] }), 'Impuesto'),
  dte('RCP335', 'FACT', petrol({ quantity: undefined }), 'Impuesto[2]', { good: petrol() }),
  dte('SEC513', 'FACT', passage({ quantity: undefined }), 'Impuesto[2]', { good: passage() }),
  dte(
    'SEC502',
    'FACT',
    item({ taxes: [{ ...vat('500', '60'), quantity: '1' }] }),
    'dte:CantidadUnidadesGravables',
  ),
  dte('SEC503', 'FACT', petrol({ taxable: '1' }), 'dte:MontoGravable', { good: petrol() }),
  dte('SEC509', 'FACT', lodging({ quantity: '1' }), 'dte:CantidadUnidadesGravables', {
    good: lodging(),
  }),
  dte('SEC511', 'FACT', passage({ taxable: '1' }), 'dte:MontoGravable', { good: passage() }),
];
