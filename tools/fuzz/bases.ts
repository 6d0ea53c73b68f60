/** Sound documents to take apart: our own samples and, when they are there, those of the corpora. */
import { join } from 'node:path';
import { generateSamples } from '../../packages/samples/src/index.ts';
import { corporaFolder, listFiles, readBytes } from '../../packages/testing/src/corpora.ts';
import type { Official, Syntax } from '../../packages/testing/src/official-rules/official.ts';
import { createXmlEngine } from '../../packages/xml/src/index.ts';
import { ownBases } from './own-bases.ts';
import { peppolBases } from './peppol-bases.ts';
import type { RuleSet } from './rule-sets.ts';
import { type Node, toBytes, toTree } from './tree.ts';

export interface Base {
  readonly name: string;
  readonly root: Node;
}

/** Start of the names of documents of our own making. */
export const OWN = 'own';
const FOLDERS = ['en16931', 'peppol-bis3', 'xrechnung', 'mustang', 'phive-rules', 'ubl-examples'];
const BYTES_MAX = 40_000;
const ROOTS: Readonly<Record<Syntax, RegExp>> = {
  ubl: /^(Invoice|CreditNote)$/,
  cii: /^CrossIndustryInvoice$/,
};

function* candidates({
  name: set,
  syntax,
}: RuleSet): Generator<readonly [name: string, bytes: Uint8Array]> {
  if (syntax === 'ubl') {
    const options = { seed: 'fuzz', now: '2026-03-02T10:00:00.000Z', count: 12, faultRate: 0 };
    for (const { bytes } of generateSamples({ ...options, formats: ['en16931-ubl'] })) {
      yield ['sample', bytes];
    }
  }
  yield* set === syntax ? ownBases(syntax) : peppolBases(syntax);
  const folder = corporaFolder();
  if (folder === undefined) return;
  for (const corpus of FOLDERS) {
    for (const file of listFiles(join(folder, corpus), '.xml')) {
      yield [file.slice(folder.length + 1), readBytes(file)];
    }
  }
}

/** Those of the candidates that the official set accepts. */
export async function soundBases(set: RuleSet, official: Official): Promise<Base[]> {
  const engine = createXmlEngine();
  const bases: Base[] = [];
  for (const [name, bytes] of candidates(set)) {
    if (bytes.byteLength > BYTES_MAX) continue;
    const parsed = engine.parse(bytes);
    if (!parsed.ok) continue;
    const root = toTree(parsed.document.root);
    parsed.document.dispose();
    if (!ROOTS[set.syntax].test(root.name)) continue;
    const { fatal, structure, stopped } = await official.judge(toBytes(root));
    if (fatal.size === 0 && structure === '' && stopped === '') bases.push({ name, root });
    else if (name.startsWith(OWN))
      throw new Error(`${name} is not sound: ${[...fatal].join(' ')} ${structure} ${stopped}`);
  }
  return bases;
}
