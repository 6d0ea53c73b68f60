import type { Taxpayer } from '@ventanilla/invoice';
import { CODES } from '../codes.ts';
import { createOrigins, expectationOf, type Maker, nameSample } from '../maker.ts';
import type { Random } from '../random.ts';
import { encodeDocument, type FaultExpectation, type Sample, type SeededFault } from '../sample.ts';
import { demoTaxpayers } from '../taxpayers.ts';
import { XML_FAULTS } from '../xml-faults.ts';
import {
  draftInvoice,
  draftNote,
  type FelContext,
  type FelDraft,
  type FelOrigin,
  formatLocal,
  laterThan,
  setUuid,
} from './draft.ts';
import { FEL_FAULTS } from './faults.ts';
import { writeAnnulment, writeFel } from './writer.ts';

const FORMAT = 'gt-fel';
const DAY_MS = 86_400_000;
const LEDGER = 'ledger' as const;

/** Faults in how documents stand to each other; each names what must be registered first. */
const RELATION_FAULTS: readonly FaultExpectation[] = [
  { name: 'duplicate-uuid', codes: [CODES.duplicateKey], decidedBy: LEDGER },
  { name: 'credit-beyond-origin', codes: [CODES.originBalance], decidedBy: LEDGER },
  { name: 'credit-unknown-origin', codes: [CODES.originUnknown], decidedBy: LEDGER },
  { name: 'credit-on-annulled', codes: [CODES.originAnnulled], decidedBy: LEDGER },
  { name: 'annulment-unknown-origin', codes: [CODES.originUnknown], decidedBy: LEDGER },
  { name: 'annulment-repeated', codes: [CODES.annulledTwice], decidedBy: LEDGER },
  { name: 'annulment-before-emission', codes: ['ANU376'] },
  { name: 'annulment-day', codes: ['ANU378', CODES.futureDate] },
];

interface Annulled {
  readonly origin: FelOrigin;
  readonly name: string;
}

const chooseKind = (random: Random): string => {
  const choice = random.next();
  if (choice < 0.72) return 'FACT';
  if (choice < 0.82) return 'FCAM';
  if (choice < 0.91) return 'NCRE';
  return choice < 0.95 ? 'NDEB' : 'annulment';
};

const issuersOf = (test: (taxpayer: Taxpayer) => boolean): readonly Taxpayer[] =>
  demoTaxpayers().filter(
    (taxpayer) =>
      taxpayer.status === 'active' && taxpayer.region.startsWith('GT-') && test(taxpayer),
  );

interface State {
  readonly context: FelContext;
  readonly origins: ReturnType<typeof createOrigins<FelOrigin>>;
  readonly annulled: ReturnType<typeof createOrigins<Annulled>>;
}

const originOf = (name: string, draft: FelDraft, emittedMs: number): FelOrigin => ({
  name,
  issuer: draft.issuer,
  receiver: draft.receiver,
  uuid: draft.uuid,
  series: draft.series,
  number: draft.number,
  emittedMs,
  emittedAt: draft.emittedAt,
  grandCents: draft.grandCents,
});

interface Made {
  readonly kind: string;
  readonly text: string;
  readonly issuerId: string;
  readonly dependsOn?: string;
  readonly onAccepted?: (name: string) => void;
}

function makeInvoice(state: State, kind: string, fault?: SeededFault<FelDraft>): Made {
  const { context } = state;
  const { draft, emittedMs } = draftInvoice(context, kind);
  fault?.draft?.(draft, context.random);
  return {
    kind,
    text: writeFel(draft, context.random),
    issuerId: draft.issuerId,
    ...(fault === undefined && {
      onAccepted: (name: string) => state.origins.add(originOf(name, draft, emittedMs)),
    }),
  };
}

/** How much of the origin a note takes: the whole and more when that is the fault. */
const noteCents = (random: Random, origin: FelOrigin, beyond: boolean): number =>
  beyond
    ? origin.grandCents + 100
    : Math.max(1, Math.floor(origin.grandCents / random.integer(3, 9)));

function makeNote(
  state: State,
  kind: 'NCRE' | 'NDEB',
  origin: FelOrigin,
  fault?: SeededFault<FelDraft>,
): Made {
  const { context } = state;
  const beyond = fault?.name === 'credit-beyond-origin';
  const draft = draftNote(context, kind, origin, noteCents(context.random, origin, beyond));
  fault?.draft?.(draft, context.random);
  return {
    kind,
    text: writeFel(draft, context.random),
    issuerId: draft.issuerId,
    dependsOn: origin.name,
  };
}

function makeAnnulment(state: State, origin: FelOrigin, fault?: FaultExpectation): Made {
  const { context } = state;
  let annulledMs = laterThan(origin.emittedMs, context);
  let certifiedMs = annulledMs;
  if (fault?.name === 'annulment-before-emission') {
    annulledMs = origin.emittedMs - 5000;
    certifiedMs = annulledMs;
  }
  // Later than any first annulment, so that the two differ.
  if (fault?.name === 'annulment-repeated') {
    annulledMs = context.nowMs;
    certifiedMs = annulledMs;
  }
  if (fault?.name === 'annulment-day') annulledMs = certifiedMs + 3 * DAY_MS;
  const text = writeAnnulment(
    {
      uuid: origin.uuid,
      issuerId: origin.issuer.id,
      receiverId: origin.receiver.id,
      emittedAt: origin.emittedAt,
      annulledAt: formatLocal(annulledMs),
      certifiedAt: formatLocal(certifiedMs),
      reason: 'Error en cantidad',
    },
    context.random,
  );
  return {
    kind: 'annulment',
    text,
    issuerId: origin.issuer.id,
    dependsOn: origin.name,
    ...(fault === undefined && {
      onAccepted: (name: string) => state.annulled.add({ origin, name }),
    }),
  };
}

/** An origin that was never sent. */
function inventOrigin({ context }: State): FelOrigin {
  const { draft, emittedMs } = draftInvoice(context, 'FACT');
  return originOf('', draft, emittedMs);
}

const withoutDependence = ({ dependsOn: _, ...made }: Made): Made => made;

function makeDuplicate(state: State, origin: FelOrigin): Made {
  const { draft } = draftInvoice({ ...state.context, issuers: [origin.issuer] }, 'FACT');
  setUuid(draft, origin.uuid);
  return {
    kind: 'FACT',
    text: writeFel(draft, state.context.random),
    issuerId: draft.issuerId,
    dependsOn: origin.name,
  };
}

/** Undefined when the document that it must refer to does not exist yet. */
function makeRelation(state: State, fault: FaultExpectation): Made | undefined {
  const { random } = state.context;
  if (fault.name === 'credit-unknown-origin') {
    return withoutDependence(makeNote(state, 'NCRE', inventOrigin(state), fault));
  }
  if (fault.name === 'annulment-unknown-origin') {
    return withoutDependence(makeAnnulment(state, inventOrigin(state), fault));
  }
  if (fault.name === 'credit-on-annulled' || fault.name === 'annulment-repeated') {
    const annulled = state.annulled.take(random);
    if (annulled === undefined) return undefined;
    const { origin, name } = annulled;
    const made =
      fault.name === 'annulment-repeated'
        ? makeAnnulment(state, origin, fault)
        : makeNote(state, 'NCRE', origin, fault);
    return { ...made, dependsOn: name };
  }
  const origin = state.origins.take(random);
  if (origin === undefined) return undefined;
  if (fault.name === 'duplicate-uuid') return makeDuplicate(state, origin);
  if (fault.name === 'credit-beyond-origin') return makeNote(state, 'NCRE', origin, fault);
  return makeAnnulment(state, origin, fault);
}

function makeKind(state: State, kind: string, fault?: SeededFault<FelDraft>): Made {
  if (kind === 'FACT' || kind === 'FCAM') return makeInvoice(state, kind, fault);
  const origin = state.origins.take(state.context.random);
  if (origin === undefined) {
    const allowed = fault?.kinds === undefined || fault.kinds.includes('FACT');
    return makeInvoice(state, 'FACT', allowed ? fault : undefined);
  }
  if (kind === 'annulment') return makeAnnulment(state, origin);
  return makeNote(state, kind === 'NCRE' ? 'NCRE' : 'NDEB', origin, fault);
}

const DOCUMENT_FAULTS: readonly SeededFault<FelDraft>[] = [...FEL_FAULTS, ...XML_FAULTS];
const DOCUMENT_KINDS = ['FACT', 'FACT', 'FCAM', 'NCRE', 'NDEB'];

/** FEL documents: invoices, notes and annulments of the active Guatemalan demonstration issuers. */
export function createFelMaker(random: Random, nowMs: number, lines: number): Maker {
  const issuers = issuersOf(({ affiliation }) => affiliation === 'GEN');
  const state: State = {
    context: { random, nowMs, issuers, buyers: issuersOf(() => true), lines },
    origins: createOrigins<FelOrigin>(64),
    annulled: createOrigins<Annulled>(16),
  };
  const documentFaults = new Map(DOCUMENT_FAULTS.map((fault) => [fault.name, fault]));
  const relationFaults = new Map(RELATION_FAULTS.map((fault) => [fault.name, fault]));

  const finish = (index: number, made: Made, fault?: SeededFault<FelDraft>): Sample => {
    const expect = expectationOf(fault);
    const name = nameSample(index, FORMAT, made.kind, fault);
    made.onAccepted?.(name);
    const waits =
      made.dependsOn !== undefined && (expect.codes.length === 0 || expect.decidedBy === LEDGER);
    return {
      name,
      mediaType: 'application/xml',
      bytes: encodeDocument(made.text, fault),
      format: FORMAT,
      issuerId: made.issuerId,
      expect,
      ...(waits && made.dependsOn !== undefined && { dependsOn: made.dependsOn }),
    };
  };

  return {
    format: FORMAT,
    faults: [...documentFaults.keys(), ...relationFaults.keys()],
    make: (index, faultName) => {
      const relation = relationFaults.get(faultName ?? '');
      if (relation !== undefined) {
        const made = makeRelation(state, relation);
        if (made !== undefined) return finish(index, made, relation);
      }
      const fault = documentFaults.get(faultName ?? '');
      if (fault === undefined) return finish(index, makeKind(state, chooseKind(random)));
      const kind = random.pick(fault.kinds ?? DOCUMENT_KINDS);
      const made = makeKind(state, kind, fault);
      const seeded = fault.kinds === undefined || fault.kinds.includes(made.kind);
      return finish(index, made, seeded ? fault : undefined);
    },
  };
}
