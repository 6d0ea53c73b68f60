import { extendPack } from '@ventanilla/rules';
import { en16931Ubl, type UblModel } from '../en16931-ubl/format.ts';
import { cbc } from '../en16931-ubl/tree.ts';
import type { Binding, Format, Source } from '../format.ts';
import { SPECIFICATION } from './general.ts';
import { inspectPeppol } from './inspect.ts';
import { PEPPOL_RULES, type PeppolModel } from './rules.ts';

export type PeppolUblModel = UblModel & PeppolModel;

const ID = 'peppol-bis-ubl';

const isPeppol = (source: Source): boolean =>
  source.kind === 'xml' &&
  (cbc(source.xml.root, 'CustomizationID')?.text.trim() ?? '').startsWith(SPECIFICATION);

function read(source: Source): Binding<PeppolUblModel> {
  const binding = en16931Ubl.read(source);
  const { model, summary } = binding;
  return {
    ...binding,
    model: { ...model, peppol: inspectPeppol(model.root) },
    summary: summary === undefined ? undefined : { ...summary, format: ID },
  };
}

/** Peppol BIS Billing 3 in UBL: EN 16931 and the rules of the network and its countries. */
export const peppolBisUbl: Format<PeppolUblModel> = {
  id: ID,
  recognise: (source) => en16931Ubl.recognise(source) && isPeppol(source),
  accepts: en16931Ubl.recognise,
  checkStructure: en16931Ubl.checkStructure,
  read,
  pack: extendPack<PeppolUblModel>(en16931Ubl.pack, {
    id: ID,
    version: '2026.5',
    rules: PEPPOL_RULES,
  }),
};
