/** A FEL document before it is written: every figure is text already, so that a fault may change any of it. */
import type { Taxpayer } from '@ventanilla/invoice';
import { formatCents, formatMicros, type Sale, sell } from '../goods.ts';
import { createCui } from '../identifiers.ts';
import { createUuid, type Random } from '../random.ts';
import { DEMO_CERTIFIER_ID } from '../taxpayers.ts';

export interface FelLine {
  kind: string;
  quantity: string;
  unit: string;
  description: string;
  unitPrice: string;
  price: string;
  discount: string;
  taxUnit: string;
  taxable: string;
  taxableUnits: string;
  tax: string;
  total: string;
}

export interface FelDraft {
  type: string;
  emittedAt: string;
  currency: string;
  issuer: Taxpayer;
  issuerId: string;
  establishment: string;
  affiliation: string;
  receiver: { id: string; special: string; name: string };
  phrases: { type: string; scenario: string }[];
  lines: FelLine[];
  taxTotal: string;
  grandTotal: string;
  grandCents: number;
  complement: string;
  uuid: string;
  series: string;
  number: string;
  certifiedAt: string;
}

/** What later documents need of an accepted one. */
export interface FelOrigin {
  readonly name: string;
  readonly issuer: Taxpayer;
  readonly receiver: FelDraft['receiver'];
  readonly uuid: string;
  readonly series: string;
  readonly number: string;
  readonly emittedMs: number;
  readonly emittedAt: string;
  readonly grandCents: number;
}

const HOUR_MS = 3_600_000;

/** Guatemala keeps UTC−6 all year. */
export const formatLocal = (ms: number): string =>
  `${new Date(ms - 6 * HOUR_MS).toISOString().slice(0, 19)}-06:00`;

/** Tax included in the price: base = total ÷ 1.12, to the millionth; the rest is tax, so the two always add up. */
function priceLine(sale: Sale): { line: FelLine; cents: number; taxMicros: number } {
  const priceCents = sale.quantity * sale.unitCents;
  const cents = priceCents - sale.discountCents;
  const micros = cents * 10_000;
  const taxableMicros = Math.round((micros * 100) / 112);
  const line: FelLine = {
    kind: sale.good.kind,
    quantity: String(sale.quantity),
    unit: sale.good.unit,
    description: sale.good.name,
    unitPrice: formatCents(sale.unitCents),
    price: formatCents(priceCents),
    discount: formatCents(sale.discountCents),
    taxUnit: '1',
    taxable: formatMicros(taxableMicros),
    taxableUnits: '',
    tax: formatMicros(micros - taxableMicros),
    total: formatCents(cents),
  };
  return { line, cents, taxMicros: micros - taxableMicros };
}

/** Puts these sales in the draft with all totals. */
export function setSales(draft: FelDraft, sales: readonly Sale[]): void {
  let cents = 0;
  let taxMicros = 0;
  draft.lines = sales.map((sale) => {
    const priced = priceLine(sale);
    cents += priced.cents;
    taxMicros += priced.taxMicros;
    return priced.line;
  });
  draft.taxTotal = formatMicros(taxMicros);
  draft.grandTotal = formatCents(cents);
  draft.grandCents = cents;
}

export function setUuid(draft: FelDraft, uuid: string): void {
  draft.uuid = uuid;
  draft.series = uuid.slice(0, 8);
  draft.number = String(Number.parseInt(uuid.slice(9, 13) + uuid.slice(14, 18), 16));
}

const FINAL_CONSUMER = { id: 'CF', special: '', name: 'CONSUMIDOR FINAL' };

/** Just under the GTQ 2,500 above which a final consumer must be named. */
const FINAL_CONSUMER_CENTS_MAX = 249_999;

function chooseReceiver(draft: FelDraft, random: Random, buyers: readonly Taxpayer[]) {
  const choice = random.next();
  if (choice < 0.45 && draft.grandCents <= FINAL_CONSUMER_CENTS_MAX) return FINAL_CONSUMER;
  if (choice > 0.95) {
    const id = createCui(random.integer(91_000_000, 99_000_000), '01', '01');
    return { id, special: 'CUI', name: 'Persona de Prueba' };
  }
  const buyer = random.pick(buyers);
  return { id: buyer.id, special: '', name: buyer.name };
}

export interface FelContext {
  readonly random: Random;
  readonly nowMs: number;
  readonly issuers: readonly Taxpayer[];
  readonly buyers: readonly Taxpayer[];
  readonly lines: number;
}

/** A sound FACT or FCAM issued in the twelve hours before now. */
export function draftInvoice(
  context: FelContext,
  type: string,
): { draft: FelDraft; emittedMs: number } {
  const { random, nowMs } = context;
  const issuer = random.pick(context.issuers);
  const emittedMs = nowMs - random.integer(60, 12 * 3600) * 1000;
  const draft: FelDraft = {
    type,
    emittedAt: formatLocal(emittedMs),
    currency: 'GTQ',
    issuer,
    issuerId: issuer.id,
    establishment: random.pick(issuer.establishments),
    affiliation: issuer.affiliation,
    receiver: FINAL_CONSUMER,
    phrases: [{ type: '1', scenario: random.next() < 0.5 ? '1' : '2' }],
    lines: [],
    taxTotal: '',
    grandTotal: '',
    grandCents: 0,
    complement: '',
    uuid: '',
    series: '',
    number: '',
    certifiedAt: formatLocal(emittedMs + 2000),
  };
  setSales(
    draft,
    Array.from({ length: context.lines }, () => sell(random)),
  );
  setUuid(draft, createUuid(random));
  draft.receiver = chooseReceiver(draft, random, context.buyers);
  if (type === 'FCAM') draft.complement = writeInstalments(draft.grandCents, emittedMs);
  return { draft, emittedMs };
}

export function writeInstalments(grandCents: number, emittedMs: number): string {
  const first = Math.floor(grandCents / 2);
  const due = (days: number) => formatLocal(emittedMs + days * 24 * HOUR_MS).slice(0, 10);
  return `<dte:Complementos><dte:Complemento IDComplemento="Cambiaria" NombreComplemento="Cambiaria" URIComplemento="http://www.sat.gob.gt/dte/fel/CompCambiaria/0.1.0"><cfc:AbonosFacturaCambiaria xmlns:cfc="http://www.sat.gob.gt/dte/fel/CompCambiaria/0.1.0" Version="1"><cfc:Abono><cfc:NumeroAbono>1</cfc:NumeroAbono><cfc:FechaVencimiento>${due(30)}</cfc:FechaVencimiento><cfc:MontoAbono>${formatCents(first)}</cfc:MontoAbono></cfc:Abono><cfc:Abono><cfc:NumeroAbono>2</cfc:NumeroAbono><cfc:FechaVencimiento>${due(60)}</cfc:FechaVencimiento><cfc:MontoAbono>${formatCents(grandCents - first)}</cfc:MontoAbono></cfc:Abono></cfc:AbonosFacturaCambiaria></dte:Complemento></dte:Complementos>`;
}

const writeReference = (origin: FelOrigin, reason: string): string =>
  `<dte:Complementos><dte:Complemento IDComplemento="Notas" NombreComplemento="Notas" URIComplemento="http://www.sat.gob.gt/face2/ComplementoReferenciaNota/0.1.0"><cno:ReferenciasNota xmlns:cno="http://www.sat.gob.gt/face2/ComplementoReferenciaNota/0.1.0" Version="0.1" NumeroAutorizacionDocumentoOrigen="${origin.uuid}" FechaEmisionDocumentoOrigen="${origin.emittedAt.slice(0, 10)}" MotivoAjuste="${reason}" SerieDocumentoOrigen="${origin.series}" NumeroDocumentoOrigen="${origin.number}"/></dte:Complemento></dte:Complementos>`;

/** A credit or debit note of one line: `cents` of its origin's money. */
export function draftNote(
  context: FelContext,
  type: 'NCRE' | 'NDEB',
  origin: FelOrigin,
  cents: number,
): FelDraft {
  const { draft } = draftInvoice({ ...context, issuers: [origin.issuer] }, type);
  const { good } = sell(context.random);
  const description = type === 'NCRE' ? `Devolución: ${good.name}` : `Ajuste: ${good.name}`;
  setSales(draft, [
    { good: { ...good, name: description }, quantity: 1, unitCents: cents, discountCents: 0 },
  ]);
  const emittedMs = laterThan(origin.emittedMs, context);
  draft.emittedAt = formatLocal(emittedMs);
  draft.certifiedAt = formatLocal(emittedMs);
  draft.receiver = origin.receiver;
  draft.complement = writeReference(origin, type === 'NCRE' ? 'Devolución' : 'Ajuste de precio');
  return draft;
}

/** An instant between the origin's and now, so that no note precedes what it corrects. */
export const laterThan = (originMs: number, { random, nowMs }: FelContext): number =>
  originMs + Math.floor(((nowMs - originMs) * random.integer(200, 900)) / 1_000_000) * 1000;

export const certifier = { id: DEMO_CERTIFIER_ID, name: 'CERTIFICADOR DE DEMOSTRACION' };
