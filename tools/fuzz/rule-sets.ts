/** The official rule sets and our packs that stand beside them. */
import { join } from 'node:path';
import { en16931Cii } from '../../packages/formats/src/en16931-cii/format.ts';
import { en16931Ubl } from '../../packages/formats/src/en16931-ubl/format.ts';
import type { Format } from '../../packages/formats/src/index.ts';
import { peppolBisCii, peppolBisUbl } from '../../packages/formats/src/peppol-bis/format.ts';
import { listFiles } from '../../packages/testing/src/corpora.ts';
import { cenRules, type Syntax } from '../../packages/testing/src/official-rules/official.ts';

export type RuleSetName = Syntax | 'peppol-ubl' | 'peppol-cii';

export interface RuleSet {
  readonly name: RuleSetName;
  readonly syntax: Syntax;
  // biome-ignore lint/suspicious/noExplicitAny: each format has its own model; only it reads it.
  readonly format: Format<any>;
  /** Stylesheets of the class path and Schematron files; undefined where the corpora that hold one are missing. */
  readonly sources: (corpora: string | undefined) => readonly string[] | undefined;
  /** Codes to aim at; those of the standard are aimed at in the sets of their own. */
  readonly isAimedAt: (code: string) => boolean;
}

/** Of the version that the packs follow. */
const PEPPOL = '/external/schematron/openpeppol/2026.5/xslt';
const isOfPeppol = (code: string): boolean => !/^(BR|UBL|CII)-/.test(code);

const SETS: readonly RuleSet[] = [
  {
    name: 'ubl',
    syntax: 'ubl',
    format: en16931Ubl,
    sources: () => [cenRules('ubl')],
    isAimedAt: () => true,
  },
  {
    name: 'cii',
    syntax: 'cii',
    format: en16931Cii,
    sources: () => [cenRules('cii')],
    isAimedAt: () => true,
  },
  {
    name: 'peppol-ubl',
    syntax: 'ubl',
    format: { ...peppolBisUbl, recognise: en16931Ubl.recognise },
    sources: () => ['CEN', 'PEPPOL'].map((owner) => `${PEPPOL}/${owner}-EN16931-UBL.xslt`),
    isAimedAt: isOfPeppol,
  },
  {
    name: 'peppol-cii',
    syntax: 'cii',
    format: { ...peppolBisCii, recognise: en16931Cii.recognise },
    // Published as Schematron alone.
    sources: (corpora) =>
      corpora === undefined
        ? undefined
        : [cenRules('cii'), join(corpora, 'peppol-bis3/sch/PEPPOL-EN16931-CII.sch')],
    isAimedAt: isOfPeppol,
  },
];

export function ruleSetOf(name: string): RuleSet {
  const set = SETS.find((one) => one.name === name);
  if (set === undefined) throw new Error(`no rule set ${name}`);
  return set;
}

/** The official XSDs, which the corpora hold. */
export function schemaFiles(syntax: Syntax, corpora: string | undefined): readonly string[] {
  if (corpora === undefined) return [];
  if (syntax === 'ubl') {
    return ['Invoice', 'CreditNote'].map((name) =>
      join(corpora, `ubl-xsd/ubl21-runtime/maindoc/UBL-${name}-2.1.xsd`),
    );
  }
  return listFiles(join(corpora, 'en16931/schema-cii'), 'crossindustryinvoice_100pd16b.xsd').filter(
    (file) => file.includes('/uncoupled_clm/'),
  );
}
