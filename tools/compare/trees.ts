/** What we read, and as which tree, against libxml2 of the system. */

import { readBytes } from '../../packages/testing/src/corpora.ts';
import { createXmlEngine } from '../../packages/xml/src/index.ts';
import { readNatively } from './native.ts';
import { outlineOfCanonical, outlineOfTree } from './outline.ts';

/** Refusals by what this platform takes, not by XML: no DTD, only UTF-8, and bounds. */
const BY_PROFILE: readonly string[] = [
  'doctype',
  'encoding',
  'too-large',
  'too-deep',
  'too-complex',
];

export interface TreeTally {
  files: number;
  sameTree: number;
  bothRefuse: number;
  /** Read by both; libxml2 gives no canonical form. */
  relative: number;
  /** By refusal: what libxml2 reads and our profile does not. */
  readonly byProfile: Map<string, number>;
  readonly unexplained: string[];
}

const engine = createXmlEngine();

/** Undefined where both read the same, a refusal, or what differs. */
function compareTrees(
  file: string,
): 'same' | 'refused' | 'relative' | { profile: string } | { differs: string } {
  const native = readNatively(file);
  const ours = engine.parse(readBytes(file));
  if (!ours.ok) {
    if (BY_PROFILE.includes(ours.refusal)) return { profile: ours.refusal };
    return native.isRead ? { differs: `only we refuse: ${ours.detail}` } : 'refused';
  }
  const { document } = ours;
  try {
    if (!native.isRead) return { differs: `only libxml2 refuses: ${native.detail}` };
    if (native.canonical === undefined) return 'relative';
    const form = document.canonicalise(undefined, { exclusive: false, comments: true });
    if (Buffer.from(form?.bytes ?? []).toString() !== native.canonical) {
      return { differs: 'canonical form' };
    }
    const outline = outlineOfTree(document.root).join('\n');
    return outline === outlineOfCanonical(native.canonical).join('\n')
      ? 'same'
      : { differs: 'tree' };
  } finally {
    document.dispose();
  }
}

export function tallyTrees(files: readonly string[]): TreeTally {
  const tally: TreeTally = {
    files: files.length,
    sameTree: 0,
    bothRefuse: 0,
    relative: 0,
    byProfile: new Map(),
    unexplained: [],
  };
  for (const file of files) {
    const outcome = compareTrees(file);
    if (outcome === 'same') tally.sameTree += 1;
    else if (outcome === 'refused') tally.bothRefuse += 1;
    else if (outcome === 'relative') tally.relative += 1;
    else if ('profile' in outcome) {
      tally.byProfile.set(outcome.profile, (tally.byProfile.get(outcome.profile) ?? 0) + 1);
    } else tally.unexplained.push(`${file}: ${outcome.differs}`);
  }
  return tally;
}
