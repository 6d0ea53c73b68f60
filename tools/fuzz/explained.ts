/**
 * Differences on documents of sound structure that we stand by, each with its reason. They are
 * counted apart; anything else makes the run fail.
 */

import type {
  OfficialVerdict,
  Syntax,
} from '../../packages/testing/src/official-rules/official.ts';
import type { Difference } from './compare.ts';
import { PLAIN, type Writer } from './dress.ts';
import { copy, type Node, walk } from './tree.ts';

export interface Compared {
  readonly syntax: Syntax;
  readonly root: Node;
  readonly writer: Writer;
  readonly official: OfficialVerdict;
}

interface Explanation {
  readonly reason: string;
  /** Does it account for this difference? */
  readonly covers: (difference: string, compared: Compared) => boolean;
  /** The document without what the reason is about: there the two must agree. */
  readonly without?: (root: Node) => Node;
  /** They must agree once it is written plainly. */
  readonly isOfWriting?: boolean;
}

/** Every value without white space around it. */
function trimmed(root: Node): Node {
  const plain = copy(root);
  for (const [node] of walk(plain)) {
    if (node.children.length === 0) node.text = node.text.trim();
    for (const attribute of node.attributes) attribute.value = attribute.value.trim();
  }
  return plain;
}

/** Zero without a sign. */
function unsignedZeros(root: Node): Node {
  const plain = copy(root);
  for (const [node] of walk(plain)) node.text = node.text.replace(/^\s*-(0+(\.0*)?)\s*$/, '$1');
  return plain;
}

/** Taxable amounts a little less, so that none lies on a bound. */
function nudged(root: Node): Node {
  const other = copy(root);
  for (const [node] of walk(other)) {
    if (node.name === 'TaxableAmount') node.text = (Number(node.text) - 0.001).toFixed(3);
  }
  return other;
}

const CODE_LIKE_SUMS = /we add BR-(CO-1[0-7]|S-08|AF-08|AG-08|[A-Z]+-08)/;
const hasThirdDecimal = (root: Node): boolean =>
  [...walk(root)].some(
    ([node]) => /(Amount)$/.test(node.name) && /\.\d{2}\d*[1-9]/.test(node.text.trim()),
  );

const ALLOWANCE = /AllowanceCharge$/;
const hasAllowance = (root: Node): boolean =>
  [...walk(root)].some(([node]) => ALLOWANCE.test(node.name));

/** Without what the extensions of UBL hold. */
function emptyExtensions(root: Node): Node {
  const plain = copy(root);
  for (const [node] of walk(plain)) if (node.name === 'ExtensionContent') node.children = [];
  return plain;
}

const under = (root: Node, parent: string, name: string): readonly Node[] =>
  [...walk(root)].flatMap(([node, holder]) =>
    node.name === name && holder?.name === parent ? [node] : [],
  );

/** An ordinary invoice. */
function ofType380(root: Node): Node {
  const plain = copy(root);
  for (const type of under(plain, 'ExchangedDocument', 'TypeCode')) type.text = '380';
  return plain;
}

/** Without elements of that name. */
const withoutAny =
  (name: string) =>
  (root: Node): Node => {
    const plain = copy(root);
    for (const [node] of walk(plain)) {
      node.children = node.children.filter((child) => child.name !== name);
    }
    return plain;
  };

/** Every party with its first global identifier alone. */
function oneGlobalId(root: Node): Node {
  const plain = copy(root);
  for (const [node] of walk(plain)) {
    const first = node.children.find(({ name }) => name === 'GlobalID');
    node.children = node.children.filter((child) => child.name !== 'GlobalID' || child === first);
  }
  return plain;
}

const EXPLANATIONS: readonly Explanation[] = [
  {
    reason: 'we read no other encoding than UTF-8',
    covers: (_, { writer }) => writer.isEncoded === true,
    isOfWriting: true,
  },
  {
    reason: 'a document type is refused by both, by us as a fault of structure',
    covers: (difference, { writer }) =>
      writer.hasDocumentType === true && difference.startsWith('structure: '),
    isOfWriting: true,
  },
  {
    reason:
      'official Peppol rules that name text nodes stop at a comment or instruction in a value',
    covers: (difference, { writer, official }) =>
      writer !== PLAIN &&
      difference === 'we accept, they stop' &&
      official.stopped.includes('more than one item'),
    isOfWriting: true,
  },
  {
    reason:
      'PEPPOL-EN16931-P0100 in CII: the official test names the document in a namespace it never has',
    covers: (difference, { syntax }) =>
      syntax === 'cii' && /^we (reject|add PEPPOL-EN16931-P0100)/.test(difference),
    without: ofType380,
  },
  {
    reason: 'DK-R-007 in CII: the official test looks for the mandate where the schema allows none',
    covers: (difference, { syntax, official }) =>
      syntax === 'cii' &&
      official.fatal.has('DK-R-007') &&
      /^we (accept|miss DK-R-007)/.test(difference),
    without: withoutAny('DirectDebitMandateID'),
  },
  {
    reason: 'DK-R-013 in CII: the official test ends in an error where a party has two identifiers',
    covers: (difference, { syntax, official }) =>
      syntax === 'cii' &&
      difference === 'we accept, they stop' &&
      official.stopped.includes('fn:normalize-space()'),
    without: oneGlobalId,
  },
  {
    reason: 'we do not judge the content of UBL extensions',
    covers: (difference) => difference === 'we accept' || difference.startsWith('structure: '),
    without: emptyExtensions,
  },
  {
    reason:
      'white space around a value: the official rules compare what is written, we compare values',
    covers: () => true,
    without: trimmed,
  },
  {
    reason: 'a zero with a sign is no zero in the comparisons of the official engine',
    covers: () => true,
    without: unsignedZeros,
  },
  {
    reason: 'the platform needs number, date, currency and total to key a document by',
    covers: (difference) => difference === 'we reject: unidentified',
  },
  {
    reason:
      'sums there are binary floating point in CII: half a cent falls to either side, here it is exact',
    covers: (difference, { syntax, root }) =>
      syntax === 'cii' && CODE_LIKE_SUMS.test(difference) && hasThirdDecimal(root),
  },
  {
    reason:
      'one unit apart to the cent: there the taxable amount is binary floating point, here exact',
    covers: (difference, { syntax }) => syntax === 'ubl' && /we add BR-[A-Z]+-08/.test(difference),
    without: nudged,
  },
  {
    reason: 'libxml2 takes a text without any base64 digit as base64Binary',
    covers: (difference, { official }) =>
      ['structure: we find nothing', 'we accept'].includes(difference) &&
      official.structure.includes('base64Binary'),
  },
  {
    reason:
      'the official BR-S-08 of UBL also passes a taxable amount near the allowances and charges alone',
    covers: (difference, { syntax, root }) =>
      syntax === 'ubl' && difference === 'we add BR-S-08' && hasAllowance(root),
  },
];

type Differ = (bytes: Uint8Array) => Promise<readonly Difference[]>;

/** What still differs without that which the explanation is about; nothing where it is about no part of the document. */
async function leftWithout(
  { without, isOfWriting }: Explanation,
  { root, writer }: Compared,
  differ: Differ,
): Promise<ReadonlySet<string>> {
  if (without === undefined && isOfWriting !== true) return new Set();
  const { write } = isOfWriting === true ? PLAIN : writer;
  const left = await differ(write(without?.(root) ?? root));
  return new Set(left.map(({ text }) => text));
}

/** Of each difference on a sound structure the reason, if there is one. */
export async function explain(
  found: readonly Difference[],
  compared: Compared,
  differ: Differ,
): Promise<readonly (string | undefined)[]> {
  const reasons: (string | undefined)[] = found.map(() => undefined);
  for (const explanation of EXPLANATIONS) {
    const isCovered = ({ text, isBehindStructure }: Difference) =>
      !isBehindStructure && explanation.covers(text, compared);
    if (!found.some(isCovered)) continue;
    const left = await leftWithout(explanation, compared, differ);
    for (const [index, difference] of found.entries()) {
      if (isCovered(difference) && !left.has(difference.text))
        reasons[index] ??= explanation.reason;
    }
  }
  return reasons;
}
