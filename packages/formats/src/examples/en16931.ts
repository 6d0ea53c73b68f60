/** Examples of EN 16931 and Peppol in both syntaxes: sound bases, and one edit a rule. */
import { type BaseTree, openBase, type Syntax } from './bases.ts';
import { CII_BUSINESS } from './cii-business.ts';
import { CII_NETWORK } from './cii-network.ts';
import { CII_SYNTAX } from './cii-syntax.ts';
import { CII_UNUSED } from './cii-unused.ts';
import { AT_DESK, type ExampleSet, joinExamples } from './example.ts';
import { type Edit, readTable } from './read-table.ts';
import { registryExamples } from './registry.ts';
import { applyEdits, copyTree, writeTree } from './tree.ts';
import { UBL_BUSINESS } from './ubl-business.ts';
import { UBL_NETWORK } from './ubl-network.ts';
import { UBL_SYNTAX } from './ubl-syntax.ts';
import { UBL_UNUSED } from './ubl-unused.ts';
import { UBL_UNUSED_OF_LINES } from './ubl-unused-of-lines.ts';

const TRADE = 'SupplyChainTradeTransaction';
const CII_PLACES = {
  line: `${TRADE}/IncludedSupplyChainTradeLineItem`,
  agreement: `${TRADE}/ApplicableHeaderTradeAgreement`,
  delivery: `${TRADE}/ApplicableHeaderTradeDelivery`,
  settlement: `${TRADE}/ApplicableHeaderTradeSettlement`,
};
const TABLES: Readonly<Record<Syntax, () => ReadonlyMap<string, Edit>>> = {
  ubl: () =>
    readTable(`${UBL_UNUSED} ${UBL_UNUSED_OF_LINES} ${UBL_SYNTAX} ${UBL_BUSINESS} ${UBL_NETWORK}`),
  cii: () => readTable(`${CII_UNUSED} ${CII_SYNTAX} ${CII_BUSINESS} ${CII_NETWORK}`, CII_PLACES),
};

/** What makes a base follow the standard alone, and not Peppol. */
const STANDARD: Readonly<Record<Syntax, string>> = {
  ubl: 'CustomizationID:urn:cen.eu:en16931:2017',
  cii: 'ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID:urn:cen.eu:en16931:2017',
};

/** The examples of one syntax; `isPlain` for documents that follow the standard and not Peppol. */
export function enExamples(syntax: Syntax, isPlain: boolean): ExampleSet {
  const edits = TABLES[syntax]();
  const bases = new Map<string, BaseTree>();
  const open = (name: string): BaseTree => {
    let base = bases.get(name);
    if (base === undefined) {
      base = openBase(syntax, name);
      if (isPlain) applyEdits(base.tree, STANDARD[syntax], base.grammar);
      bases.set(name, base);
    }
    return base;
  };
  const write = (name: string, edit: string): string => {
    const { tree, grammar } = open(name);
    const copy = copyTree(tree);
    applyEdits(copy, edit, grammar);
    return writeTree(copy);
  };
  const own: ExampleSet = {
    example: (code) => {
      const found = edits.get(code);
      if (found === undefined) return undefined;
      return {
        passing: { content: writeTree(open(found.base).tree), facts: AT_DESK },
        failing: { content: write(found.base, found.edit), facts: AT_DESK },
      };
    },
    reasons: {},
  };
  return joinExamples(
    own,
    registryExamples(() => writeTree(open('S').tree), 'ES123456782'),
  );
}
