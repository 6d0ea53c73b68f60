/** Cases of the rules on types, régimes, complements and annulments. */
import type { Facts } from '@ventanilla/rules';
import { AT_DESK } from '../../examples/example.ts';
import { type Case, dte, petrol } from './case.ts';
import {
  COMPLEMENTS,
  type DteSpec,
  ITEM,
  type ItemSpec,
  UNTAXED,
  writeAnnulment,
} from './documents.ts';
import { factsWith } from './facts.ts';
import { CUI } from './party-cases.ts';

const FUEL: ItemSpec = { ...petrol().items![0]!, product: 'GALSUPER' };

export const TYPE_CASES: readonly Case[] = [
  dte('RCP384', 'FACA', { items: [{ ...UNTAXED, kind: 'S' }] }, '@BienOServicio'),
  dte('RCP125', 'FEPE', { items: [{ ...UNTAXED, kind: 'S' }] }, '@BienOServicio'),
  dte('RCP435', 'RANT', { items: [{ ...UNTAXED, kind: 'B' }] }, '@BienOServicio'),
  dte('VEN-FEL-005', 'NEV', { items: [{ ...UNTAXED, kind: 'S' }] }, '@BienOServicio'),
  dte('RCP312', 'NABN', { general: 'Exp="SI"' }, '@Exp'),
  dte(
    'RCP310',
    'FACT',
    { general: 'Exp="SI"', receiver: '9123456750101', receiverMore: CUI },
    '@TipoEspecial',
    {
      good: { receiver: '9123456750101', receiverMore: CUI },
    },
  ),
  dte('RCP420', 'RECI', { general: 'EmisionUbicacionTemporal="SI"' }, '@EmisionUbicacionTemporal'),
  dte(
    'VEN-FEL-006',
    'FACT',
    { general: 'Espectaculo="SI"', items: [ITEM, ITEM], complements: [COMPLEMENTS.shows] },
    'Item[2]',
    {
      good: { general: 'Espectaculo="SI"', complements: [COMPLEMENTS.shows] },
    },
  ),
  dte('RCP385', 'RDON', { general: '' }, 'dte:DatosGenerales'),
  dte('RCP386', 'FACT', { general: 'TipoPersoneria="720"' }, '@TipoPersoneria'),
  dte('RCP433', 'RANT', { general: 'TipoPersoneria="720"' }, '@TipoPersoneria', {
    good: { general: 'TipoPersoneria="700"' },
  }),
  dte(
    'RCP473',
    'FACT',
    { phrases: ['1/1', '8/1'], general: 'TipoPersoneria="720"' },
    'dte:Frases',
    { good: { phrases: ['1/1', '8/1'] } },
  ),
  dte('RCP106', 'FPEQ', { items: [{ ...UNTAXED, product: 'GALSUPER' }] }, 'dte:CodigoProducto'),
  dte('RCP109', 'FACT', { ...petrol(), items: [FUEL] }, 'dte:CodigoProducto', {
    good: { ...petrol(), items: [FUEL], phrases: ['1/1', '9/19'] },
  }),
];

const EXPORT = 'Exp="SI"';
const BROKER = 'ClasificacionEmisor="1674"';
const to = (place: string) => `DestinodelaVenta="${place}"`;

export const REGIME_CASES: readonly Case[] = [
  dte('RCP489', 'FPEC', { general: EXPORT }, 'Frase[2]/@CodigoEscenario', {
    good: { general: EXPORT, phrases: ['3/1', '11/3'] },
  }),
  dte('RCP491', 'FARP', { general: EXPORT }, 'Frase[2]/@CodigoEscenario', {
    good: { general: EXPORT, phrases: ['3/1', '10/2'] },
  }),
  dte('RCP493', 'FPEC', { issuerMore: BROKER }, 'Frase[2]/@CodigoEscenario', {
    good: { issuerMore: BROKER, phrases: ['3/1', '11/2'] },
  }),
  dte('RCP495', 'FPEC', { phrases: ['3/1', '11/2'] }, 'Frase[2]/@CodigoEscenario'),
  dte('RCP496', 'FCRP', { phrases: ['3/1', '10/2'] }, 'Frase[2]/@CodigoEscenario'),
  dte('RCP499', 'FARP', { receiverMore: to('Exportación en pie') }, '@DestinodelaVenta', {
    good: { receiverMore: to('Supermercado') },
  }),
  dte('RCP121', 'FPEC', { receiverMore: to('Exportación en pie') }, '@DestinodelaVenta', {
    good: { receiverMore: to('Supermercado') },
  }),
  dte(
    'RCP124',
    'FARP',
    { general: EXPORT, receiverMore: to('Supermercado') },
    '@DestinodelaVenta',
    {
      good: { general: EXPORT, receiverMore: to('Exportación') },
    },
  ),
  dte('RCP128', 'FARP', { issuerMore: BROKER }, '@ClasificacionEmisor'),
];

const pay = (...parts: readonly [name: string, value: string][]) =>
  COMPLEMENTS.payments(parts.map(([name, value]) => `<c:${name}>${value}</c:${name}>`).join(''));
const PAID = [
  ['TipoFormaPago', 'TRANSFER'],
  ['NumeroTransaccion', '123'],
  ['FechaTransaccion', '2026-05-04'],
  ['Monto', '560'],
] as const satisfies readonly [string, string][];
const payWith = (name: string, value: string) =>
  pay(...PAID.map(([own, is]): [string, string] => [own, own === name ? value : is]));
const DRINK =
  '<c:ClaseDeBebida>Ron</c:ClaseDeBebida><c:MarcaDeBebida>M</c:MarcaDeBebida><c:NoResolucionAutorizacion>1</c:NoResolucionAutorizacion><c:CapacidadEnvase>750</c:CapacidadEnvase><c:TotalCajas>1</c:TotalCajas><c:TotalEnvases>12</c:TotalEnvases><c:PrecioVentaSugerido>80</c:PrecioVentaSugerido>';
const with_ = (...complements: readonly string[]): DteSpec => ({ complements });
const drink = (body: string, currency = 'USD'): DteSpec => ({
  currency,
  complements: [COMPLEMENTS.products(body)],
});

export const COMPLEMENT_CASES: readonly Case[] = [
  dte('RCP119', 'FCAM', { complements: [] }, 'dte:DatosEmision'),
  dte('RCP119', 'FACT', { general: EXPORT, phrases: ['1/1', '4/1'] }, 'dte:DatosEmision', {
    good: { general: EXPORT, phrases: ['1/1', '4/1'], complements: [COMPLEMENTS.exports] },
  }),
  dte('RCP119', 'NCRE', { complements: [''] }, 'dte:Complementos'),
  dte('RCP120', 'FACT', with_(COMPLEMENTS.instalments), 'dte:Complemento'),
  dte('RCP120', 'FACT', with_(COMPLEMENTS.exports), 'dte:Complemento'),
  dte(
    'RCP10',
    'RECI',
    { items: [{ ...UNTAXED, complement: '<x xmlns="urn:x"/>' }] },
    'dte:ComplementosItem',
  ),
  dte('INF534', 'FESP', with_(COMPLEMENTS.special('25.02')), 'cfe:RetencionISR', {
    good: with_(COMPLEMENTS.special('25.01')),
  }),
  dte('VEN-FEL-012', 'FESP', with_(COMPLEMENTS.special('25', '61')), 'RetencionIVA'),
  dte('RCP126', 'FEPE', with_(COMPLEMENTS.specific('8.42')), 'RetencionICT', {
    good: with_(COMPLEMENTS.specific('8.41')),
  }),
  dte('RCP419', 'FACT', with_(COMPLEMENTS.thirdParty('13')), 'MontoCobroIVA', {
    good: with_(COMPLEMENTS.thirdParty()),
  }),
  dte('RCP424', 'RDON', with_(COMPLEMENTS.parties('No dineraria o en especie', '1')), '@Aporte', {
    good: with_(COMPLEMENTS.parties('Dineraria', '1')),
  }),
  dte('RCP463', 'CIVA', with_(COMPLEMENTS.certificate()), 'ReferenciasConstancia'),
  dte('RCP437', 'FACT', with_(payWith('NumeroTransaccion', '')), 'NumeroTransaccion', {
    good: with_(pay(...PAID)),
  }),
  dte('RCP439', 'FACT', with_(payWith('FechaTransaccion', '2026-05-03')), 'FechaTransaccion', {
    good: with_(pay(...PAID)),
  }),
  dte('RCP440', 'FACT', with_(payWith('Monto', '100')), 'dte:Complementos', {
    good: with_(payWith('Monto', '100'), payWith('Monto', '460')),
  }),
  dte(
    'RCP139',
    'FACT',
    drink(DRINK.replace('<c:MarcaDeBebida>M</c:MarcaDeBebida>', '')),
    'ItemDetalleProductos',
    { good: drink(DRINK) },
  ),
  dte(
    'RCP141',
    'FACT',
    drink(`${DRINK}<c:ImpuestoBebidasAlcoholicas>57.62</c:ImpuestoBebidasAlcoholicas>`),
    'ImpuestoBebidasAlcoholicas',
    {
      good: drink(`${DRINK}<c:ImpuestoBebidasAlcoholicas>57.60</c:ImpuestoBebidasAlcoholicas>`),
    },
  ),
  dte('RCP143', 'FACT', drink(DRINK, 'GTQ'), 'DetalleProductos', { good: drink(DRINK) }),
  dte('RCP426', 'NEV', with_(COMPLEMENTS.transport('DPI')), '@IDTransportista'),
  dte('RCP427', 'NEV', with_(COMPLEMENTS.transport('NIT', '99999999906')), '@IDTransportista'),
  dte('RCP429', 'NEV', with_(COMPLEMENTS.transport('Extranjero', 'a b')), '@IDTransportista', {
    good: with_(COMPLEMENTS.transport('Extranjero', 'AB1')),
  }),
];

const annulment = (
  code: string,
  bad: Parameters<typeof writeAnnulment>[0],
  at: string,
  good: Parameters<typeof writeAnnulment>[0] = {},
  facts: Facts = AT_DESK,
): Case => ({
  code,
  bad: writeAnnulment(bad),
  good: writeAnnulment(good),
  facts,
  goodFacts: facts,
  at,
});

export const ANNULMENT_CASES: readonly Case[] = [
  annulment('ANU369', { issuer: '99999999906' }, '@NITEmisor'),
  annulment('ANU375', { emitted: '2026-03-31T10:00:00-06:00' }, '@FechaHoraAnulacion', {
    emitted: '2026-04-01T10:00:00-06:00',
  }),
  annulment('ANU376', { emitted: '2026-05-06T09:00:01-06:00' }, '@FechaHoraAnulacion', {
    emitted: '2026-05-06T09:00:00-06:00',
  }),
  annulment(
    'ANU377',
    { annulled: '2026-05-05T09:00:00-06:00', certified: '2026-05-05T09:59:59-06:00' },
    'dte:FechaHoraCertificacion',
    { annulled: '2026-05-05T09:00:00-06:00', certified: '2026-05-05T10:00:00-06:00' },
    factsWith(),
  ),
  annulment('ANU378', { certified: '2026-05-07T09:00:01-06:00' }, '@FechaHoraAnulacion'),
  annulment('GEN101', { certified: undefined }, 'dte:AnulacionDTE'),
  annulment('GEN103', { signatures: 1 }, 'dte:GTAnulacionDocumento'),
];
