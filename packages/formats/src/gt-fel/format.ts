import { createPack, type Fault } from '@ventanilla/rules';
import type { XmlElement } from '@ventanilla/xml';
import type { Binding, Format, Location, Source } from '../format.ts';
import { registryRules } from '../registry-rules.ts';
import { structureFaults } from '../structure.ts';
import { locateIn } from '../xml-place.ts';
import { NOT_RULES } from './data/catalogue.ts';
import { COMPLEMENT_TYPES, DOCUMENT_TYPES, FINAL_CONSUMER_CAP } from './data/document-types.ts';
import { EXEMPT_SCENARIOS, PHRASE_TYPES, SCENARIOS } from './data/phrases.ts';
import { TAX_KINDS } from './data/taxes.ts';
import { FINAL_CONSUMER } from './identifiers.ts';
import { toInvoice } from './invoice.ts';
import { AT, type FelDocument } from './model.ts';
import { readFel } from './read.ts';
import { ANNULMENTS } from './rules/annulments.ts';
import { ARITHMETIC } from './rules/arithmetic.ts';
import { CERTIFICATION } from './rules/certification.ts';
import { COMPLEMENTS } from './rules/complements.ts';
import { DATES } from './rules/dates.ts';
import type { FelRule } from './rules/define.ts';
import { TYPE_RULES } from './rules/document-types.ts';
import { PARTIES } from './rules/parties.ts';
import { PHRASES } from './rules/phrases.ts';
import { REGIMES } from './rules/regimes.ts';
import { TAXES } from './rules/taxes.ts';
import { TRANSPORT } from './rules/transport.ts';
import {
  ANNULMENT_NAMESPACE,
  ANNULMENT_SCHEMA,
  DTE_NAMESPACE,
  DTE_SCHEMA,
} from './schema/index.ts';
import { FEL_SIGNATURES } from './signatures.ts';
import { FORMAT_ID, summarise } from './summary.ts';

const isDte = ({ name, namespace }: XmlElement): boolean =>
  name === 'GTDocumento' && namespace === DTE_NAMESPACE;
const isWithdrawal = ({ name, namespace }: XmlElement): boolean =>
  (name === 'GTAnulacionDocumento' || name === 'GTReversionDocumento') &&
  namespace === ANNULMENT_NAMESPACE;

/** The authority has one code for every break of the schema; what and where is in the fault. */
const STRUCTURE_CODE = 'GEN102';

function checkStructure(source: Source): readonly Fault[] {
  if (source.kind !== 'xml') return [];
  const { xml } = source;
  const errors = xml.validate(isDte(xml.root) ? DTE_SCHEMA : ANNULMENT_SCHEMA);
  if (errors.length === 0) return [];
  return structureFaults(errors).map((fault) => ({ ...fault, code: STRUCTURE_CODE }));
}

const issuerIdOf = (document: FelDocument): string =>
  document.kind === 'dte' ? document.issuer.id : document.issuerId;

/** Shared rules that FEL has no code of its own for: dates of the future, mandates. */
const SHARED = ['VEN-REG-004', 'VEN-SUB-001'];

const shared = (): readonly FelRule[] =>
  registryRules<FelDocument>({
    issuerId: (document) => issuerIdOf(document) || undefined,
    issueDate: (document) => (document.kind === 'dte' ? document.emission : document.moment)?.day,
    issuerAt: AT.issuer,
    dateAt: AT.general,
    utcOffsetHoursMax: -6,
  }).filter(({ code }) => SHARED.includes(code));

/** Order is that of reading: who, what, how much. */
export const FEL_PACK = createPack<FelDocument>({
  id: FORMAT_ID,
  version: '2026.1',
  data: [
    DOCUMENT_TYPES,
    COMPLEMENT_TYPES,
    FINAL_CONSUMER_CAP,
    TAX_KINDS,
    SCENARIOS,
    PHRASE_TYPES,
    EXEMPT_SCENARIOS,
  ],
  rules: [
    ...CERTIFICATION,
    ...PARTIES,
    ...DATES,
    ...TYPE_RULES,
    ...PHRASES,
    ...REGIMES,
    ...TAXES,
    ...ARITHMETIC,
    ...COMPLEMENTS,
    ...TRANSPORT,
    ...ANNULMENTS,
    ...shared(),
  ],
});

const NOWHERE: Location = { path: '' };

function referencesOf(document: FelDocument): readonly string[] {
  const receiver = document.kind === 'dte' ? document.receiver.id : '';
  const ids = [issuerIdOf(document), receiver === FINAL_CONSUMER ? '' : receiver];
  return ids.filter((id, index) => id !== '' && ids.indexOf(id) === index);
}

function read(source: Source): Binding<FelDocument> {
  const { xml } = source as Extract<Source, { kind: 'xml' }>;
  const document = readFel(xml.root);
  return {
    model: document,
    summary: summarise(document),
    invoice: toInvoice(document),
    references: referencesOf(document),
    ...(document.certification && { software: document.certification.certifierId }),
    locate: (at) => (source.kind === 'xml' ? locateIn(xml, at) : NOWHERE),
  };
}

/** Guatemala FEL: DTEs of every type, their complements, annulments and reversals. */
export const gtFel: Format<FelDocument> = {
  id: FORMAT_ID,
  recognise: (source) =>
    source.kind === 'xml' && (isDte(source.xml.root) || isWithdrawal(source.xml.root)),
  checkStructure,
  read,
  signatures: FEL_SIGNATURES,
  pack: FEL_PACK,
  withoutRule: NOT_RULES,
  examples: async () => (await import('./examples/index.ts')).FEL_EXAMPLES,
};
