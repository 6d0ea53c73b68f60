import { createPack, type Fault } from '@ventanilla/rules';
import type { Binding, Format, Source } from '../format.ts';
import { registryRules } from '../registry-rules.ts';
import { structureFaults } from '../structure.ts';
import { locateIn } from '../xml-place.ts';
import { isCfdi } from './cadena.ts';
import { FORMAT_ID, summarise, toInvoice } from './invoice.ts';
import type { Cfdi } from './model.ts';
import { readCfdi } from './read.ts';
import { DOCUMENT_RULES, FOREIGN_RFC, PUBLIC_RFC } from './rules-document.ts';
import { FIGURE_RULES } from './rules-figures.ts';
import { SEAL_RULES } from './rules-seal.ts';
import { CFDI_SCHEMA } from './schema.ts';

const checkStructure = (source: Source): readonly Fault[] =>
  source.kind === 'xml' ? structureFaults(source.xml.validate(CFDI_SCHEMA)) : [];

export const CFDI_PACK = createPack<Cfdi>({
  id: FORMAT_ID,
  version: '2026.1',
  rules: [
    ...SEAL_RULES,
    ...DOCUMENT_RULES,
    ...FIGURE_RULES,
    ...registryRules<Cfdi>({
      issuerId: ({ issuer }) => issuer.rfc || undefined,
      issueDate: ({ moment }) => moment.slice(0, 10) || undefined,
      issuerAt: 'Emisor/@Rfc',
      dateAt: '@Fecha',
      utcOffsetHoursMax: -5,
    }),
  ],
});

function read(source: Source): Binding<Cfdi> {
  const { xml } = source as Extract<Source, { kind: 'xml' }>;
  const document = readCfdi(xml.root);
  const ids = [document.issuer.rfc, document.receiver.rfc].filter(
    (rfc) => rfc !== '' && rfc !== PUBLIC_RFC && rfc !== FOREIGN_RFC,
  );
  return {
    model: document,
    summary: summarise(document),
    invoice: toInvoice(document),
    references: [...new Set(ids)],
    ...(document.stamp && { software: document.stamp.providerId }),
    locate: (at) => locateIn(xml, at),
  };
}

/** Mexico CFDI 4.0, stamped: income, egress, transfer, payroll and payment documents. */
export const mxCfdi: Format<Cfdi> = {
  id: FORMAT_ID,
  recognise: (source) => source.kind === 'xml' && isCfdi(source.xml.root),
  checkStructure,
  read,
  pack: CFDI_PACK,
  examples: async () => (await import('./examples/index.ts')).CFDI_EXAMPLES,
};
