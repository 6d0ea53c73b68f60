import { extendPack } from '@ventanilla/rules';
import type { XmlElement } from '@ventanilla/xml';
import { RSM_NS } from '../en16931-cii/cii-schema.ts';
import { type CiiModel, en16931Cii } from '../en16931-cii/format.ts';
import { text as ciiText } from '../en16931-cii/tree.ts';
import { en16931Ubl, type UblModel } from '../en16931-ubl/format.ts';
import { UBL_SIGNATURES } from '../en16931-ubl/signatures.ts';
import { text } from '../en16931-ubl/tree.ts';
import type { Binding, Format, Source } from '../format.ts';
import { find } from '../xml-syntax/read.ts';
import { inspectPeppolCii } from './cii/inspect.ts';
import { SPECIFICATION } from './general.ts';
import { inspectPeppol } from './inspect.ts';
import { PEPPOL_CII_RULES, PEPPOL_UBL_RULES, type PeppolModel } from './rules.ts';

export type PeppolUblModel = UblModel & PeppolModel;
export type PeppolCiiModel = CiiModel & PeppolModel;

/** What the reader of the standard gives, with what the Peppol rules find. */
function withPeppol<M extends UblModel | CiiModel>(
  id: string,
  binding: Binding<M>,
  inspect: (root: XmlElement) => PeppolModel['peppol'],
): Binding<M & PeppolModel> {
  const { model, summary } = binding;
  return {
    ...binding,
    model: { ...model, peppol: inspect(model.root) },
    summary: summary === undefined ? undefined : { ...summary, format: id },
  };
}

const isSpecified = (specification: string | undefined): boolean =>
  specification?.startsWith(SPECIFICATION) === true;

const VERSION = '2026.5';
const UBL_ID = 'peppol-bis-ubl';

/** Peppol BIS Billing 3 in UBL: EN 16931 and the rules of the network and its countries. */
export const peppolBisUbl: Format<PeppolUblModel> = {
  id: UBL_ID,
  recognise: (source) =>
    en16931Ubl.recognise(source) &&
    source.kind === 'xml' &&
    isSpecified(text(source.xml.root, 'CustomizationID')),
  accepts: en16931Ubl.recognise,
  checkStructure: en16931Ubl.checkStructure,
  signatures: UBL_SIGNATURES,
  read: (source) => withPeppol(UBL_ID, en16931Ubl.read(source), inspectPeppol),
  pack: extendPack<PeppolUblModel>(en16931Ubl.pack, {
    id: UBL_ID,
    version: VERSION,
    rules: PEPPOL_UBL_RULES,
  }),
  examples: async () => (await import('../examples/en16931.ts')).enExamples('ubl', false),
};

const CII_ID = 'peppol-bis-cii';

const guidelineOf = (source: Source): string | undefined =>
  source.kind === 'xml'
    ? ciiText(
        find(source.xml.root, 'ExchangedDocumentContext', RSM_NS),
        'GuidelineSpecifiedDocumentContextParameter',
        'ID',
      )
    : undefined;

/** Peppol BIS Billing 3 in the Cross Industry Invoice. */
export const peppolBisCii: Format<PeppolCiiModel> = {
  id: CII_ID,
  recognise: (source) => en16931Cii.recognise(source) && isSpecified(guidelineOf(source)),
  accepts: en16931Cii.recognise,
  checkStructure: en16931Cii.checkStructure,
  read: (source) => withPeppol(CII_ID, en16931Cii.read(source), inspectPeppolCii),
  pack: extendPack<PeppolCiiModel>(en16931Cii.pack, {
    id: CII_ID,
    version: VERSION,
    rules: PEPPOL_CII_RULES,
  }),
  examples: async () => (await import('../examples/en16931.ts')).enExamples('cii', false),
};
