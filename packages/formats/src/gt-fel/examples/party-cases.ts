/** Cases of the rules on parties, dates and phrases. */
import { type Case, dte } from './case.ts';
import { type DteSpec, UNTAXED } from './documents.ts';
import { factsWith } from './facts.ts';

const DEAR: DteSpec = {
  items: [{ ...UNTAXED, unitPrice: '1250', price: '2500', discount: '0', total: '2500' }],
  grandTotal: '2500',
  receiver: 'CF',
};
const FOREIGN = 'TipoEspecial="EXT"';
export const CUI = 'TipoEspecial="CUI"';
const OMISSION = (own: string): DteSpec => ({
  affiliation: 'OMI',
  issuerMore: `AfiliacionOmiso="${own}"`,
});

export const PARTY_CASES: readonly Case[] = [
  dte('RCP302', 'FACT', { issuer: '99999999906' }, '@NITEmisor'),
  dte('RCP302', 'FACT', {}, '@NITEmisor', { facts: factsWith('unknown'), goodFacts: factsWith() }),
  dte('RCP303', 'FACT', {}, '@NITEmisor', {
    facts: factsWith({ affiliation: '' }),
    goodFacts: factsWith(),
  }),
  dte('RCP304', 'FACT', {}, '@NITEmisor', {
    facts: factsWith({ status: 'suspended' }),
    goodFacts: factsWith(),
  }),
  dte('RCP305', 'FACT', { establishment: '2' }, '@CodigoEstablecimiento', { facts: factsWith() }),
  dte('VEN-FEL-002', 'FACT', {}, '@AfiliacionIVA', {
    facts: factsWith({ affiliation: 'PEQ' }),
    goodFacts: factsWith(),
  }),
  dte('RCP316', 'FACT', { affiliation: 'PEQ' }, '@AfiliacionIVA'),
  dte('RCP317', 'FPEQ', { affiliation: 'GEN' }, '@AfiliacionIVA'),
  dte('RCP9', 'FACT', OMISSION('PEQ'), '@AfiliacionOmiso', { good: OMISSION('GEN') }),
  dte('RCP307', 'FACT', { receiver: 'A123', receiverMore: CUI }, '@IDReceptor', {
    good: { receiver: '9123456750101', receiverMore: CUI },
  }),
  dte('RCP308', 'FACT', { receiver: '9123456700101', receiverMore: CUI }, '@IDReceptor', {
    good: { receiver: '9123456750101', receiverMore: CUI },
  }),
  dte('RCP309', 'FACT', { receiver: '28733658' }, '@IDReceptor', {
    good: { receiver: '28733657' },
  }),
  dte('RCP309', 'FACT', { receiver: '12521337' }, '@IDReceptor', {
    facts: factsWith(),
    good: { receiver: '28733657' },
  }),
  dte('RCP111', 'FACT', { receiver: '28733657', receiverMore: FOREIGN }, '@IDReceptor', {
    facts: factsWith(),
    good: { receiver: 'P1234567', receiverMore: FOREIGN },
  }),
  dte('INF382', 'FACT', { receiver: 'P1', receiverMore: FOREIGN }, '@IDReceptor', {
    good: { receiver: 'P12', receiverMore: FOREIGN },
  }),
  dte('INF381', 'FESP', { receiver: 'CF' }, '@IDReceptor'),
  dte('RCP436', 'RANT', { receiver: 'CF' }, '@IDReceptor'),
  dte('RCP535', 'FPEQ', DEAR, 'dte:GranTotal', { good: { ...DEAR, receiver: '28733657' } }),
  dte('RCP362', 'FACT', { certifier: '12521337' }, 'dte:NITCertificador', { facts: factsWith() }),
  dte('RCP379', 'FACT', {}, '@NITEmisor', {
    facts: factsWith({ since: '2026-05-05' }),
    goodFacts: factsWith(),
  }),
  dte('VEN-SUB-001', 'FACT', { issuer: '28733657' }, 'dte:Emisor', { facts: factsWith() }),
];

export const DATE_CASES: readonly Case[] = [
  dte('INF300', 'FACT', { emitted: '2026-04-28T10:00:00-06:00' }, '@FechaHoraEmision', {
    good: { emitted: '2026-04-29T00:00:00' },
  }),
  dte('RCP301', 'FACT', { emitted: '2026-06-01T00:00:00-06:00' }, '@FechaHoraEmision', {
    good: { emitted: '2026-05-31T23:59:59-06:00' },
  }),
  dte('INF363', 'FACT', { certified: '2026-05-05T09:59:59-06:00' }, 'dte:FechaHoraCertificacion', {
    facts: factsWith(),
    good: { certified: '2026-05-05T10:00:00-06:00' },
  }),
  dte('VEN-REG-004', 'FACT', { emitted: '2026-05-07T00:00:00-06:00' }, 'dte:DatosGenerales', {
    good: { emitted: '2026-05-06T23:59:59-06:00' },
  }),
  dte('GEN101', 'FACT', { certified: undefined }, 'dte:DTE'),
  dte('GEN103', 'FACT', { signatures: 1 }, 'dte:GTDocumento'),
  dte('RCP366', 'FACT', { series: '7F1C0A53' }, '@Serie'),
  dte('RCP367', 'FACT', { number: '1000164962' }, '@Numero'),
];

export const PHRASE_CASES: readonly Case[] = [
  dte('RCP318', 'FARP', { phrases: ['3/1'] }, 'dte:DatosEmision/dte:Frases'),
  dte('RCP319', 'FACT', { phrases: ['1/1', '3/1'] }, 'Frase[2]/@CodigoEscenario'),
  dte('RCP319', 'CIVA', { phrases: ['9/13'] }, 'Frase/@CodigoEscenario'),
  dte('RCP487', 'FACT', { phrases: ['1/1', '1/1'] }, 'Frase[2]/@CodigoEscenario', {
    good: { phrases: ['1/1', '8/2'] },
  }),
  dte('RCP320', 'FACT', { phrases: ['1/5'] }, 'Frase/@CodigoEscenario', {
    good: { phrases: ['1/4'] },
  }),
  dte('RCP320', 'FACT', { general: 'EmisionUbicacionTemporal="SI"' }, 'dte:Frases', {
    good: { general: 'EmisionUbicacionTemporal="SI"', phrases: ['1/1', '9/14'] },
  }),
  dte('RCP320', 'FEPE', { phrases: ['12/2'] }, 'Frase/@CodigoEscenario'),
  dte('VEN-FEL-004', 'FAPE', { phrases: ['3/1', '7/1'] }, 'Frase[2]/@CodigoEscenario'),
  dte('RCP484', 'RECI', { phrases: ['4/36'] }, 'Frase/@CodigoEscenario'),
  dte('RCP425', 'RECI', { phrases: ['4/24'] }, 'Frase/@CodigoEscenario', {
    good: { phrases: ['4/24'], general: 'TipoPersoneria="1050"' },
  }),
  dte('RCP432', 'RANT', { phrases: ['9/8'] }, 'Frase/@CodigoEscenario'),
  dte('RCP445', 'FACP', { phrases: ['9/8', '4/1'] }, 'Frase[1]/@CodigoEscenario'),
  dte('RCP323', 'FACP', { phrases: ['9/11'] }, 'dte:Frases'),
  dte(
    'RCP324',
    'FACT',
    { general: 'Exp="SI"', phrases: ['1/1', '4/2'] },
    'Frase[2]/@CodigoEscenario',
    {
      good: { general: 'Exp="SI"', phrases: ['1/1', '4/1'] },
    },
  ),
  dte('RCP325', 'FACT', { items: [UNTAXED] }, 'dte:Frases', {
    good: { items: [UNTAXED], phrases: ['1/1', '4/10'] },
  }),
  dte(
    'RCP326',
    'FACT',
    { items: [UNTAXED], phrases: ['1/1', '4/5'] },
    'Frase[2]/@CodigoEscenario',
    {
      good: { items: [UNTAXED], phrases: ['1/1', '4/12'] },
    },
  ),
  dte('RCP327', 'RDON', { phrases: ['4/5'] }, 'Frase/@CodigoEscenario'),
  dte('RCP328', 'RECI', { phrases: ['4/4'] }, 'Frase/@CodigoEscenario'),
];
