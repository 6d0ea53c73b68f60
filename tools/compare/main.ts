/** Our XML engine and signature check beside independent programs, over the corpora. See README.md. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { corporaFolder, listFiles } from '../../packages/testing/src/corpora.ts';
import { versionOf } from './native.ts';
import { Schemas, tallySchemas } from './schemas.ts';
import { tallySignatures } from './signatures.ts';
import { tallyTrees } from './trees.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const row = (...cells: readonly (string | number)[]): void => say(`| ${cells.join(' | ')} |`);

function compareTrees(folder: string, corpora: readonly string[]): number {
  say(`xmllint of libxml2 ${versionOf('xmllint')}`);
  row(
    'corpus',
    'files',
    'same tree',
    'both refuse',
    'refused by profile',
    'relative namespace',
    'unexplained',
  );
  row('---', '---', '---', '---', '---', '---', '---');
  let unexplained = 0;
  for (const corpus of corpora) {
    const files = listFiles(join(folder, corpus), '.xml');
    if (files.length === 0) continue;
    const tally = tallyTrees(files);
    const profile = [...tally.byProfile].map(([name, count]) => `${name} ${count}`).join(', ');
    row(
      `\`${corpus}\``,
      tally.files,
      tally.sameTree,
      tally.bothRefuse,
      profile,
      tally.relative,
      tally.unexplained.length,
    );
    for (const told of tally.unexplained) process.stderr.write(`${told}\n`);
    unexplained += tally.unexplained.length;
  }
  return unexplained;
}

function compareSchemas(folder: string, corpora: readonly string[]): number {
  say(`xmllint of libxml2 ${versionOf('xmllint')}`);
  row(
    'corpus',
    'documents',
    'both valid',
    'both invalid, same errors',
    'long integers',
    'unexplained',
  );
  row('---', '---', '---', '---', '---', '---');
  const shared = ['ubl-xsd/ubl21-runtime', 'en16931/schema-cii'].map(
    (name) => new Schemas(join(folder, name)),
  );
  let unexplained = 0;
  for (const corpus of corpora) {
    const own = new Schemas(join(folder, corpus));
    const tally = tallySchemas(listFiles(join(folder, corpus), '.xml'), [...shared, own]);
    own.close();
    for (const told of tally.unexplained) process.stderr.write(`${told}\n`);
    unexplained += tally.unexplained.length;
    if (tally.documents === 0) continue;
    row(
      `\`${corpus}\``,
      tally.documents,
      tally.valid,
      tally.invalid,
      tally.longIntegers,
      tally.unexplained.length,
    );
  }
  for (const schemas of shared) schemas.close();
  return unexplained;
}

function compareSignatures(folder: string, corpora: readonly string[]): number {
  say(`xmlsec1 ${versionOf('xmlsec1')} and xml-crypto`);
  row(
    'corpus',
    'signatures',
    'hold',
    'fail',
    'not taken by us',
    'of these hold elsewhere',
    'unexplained',
  );
  row('---', '---', '---', '---', '---', '---', '---');
  const reasons = new Map<string, number>();
  let unexplained = 0;
  for (const corpus of corpora) {
    const tally = tallySignatures(listFiles(join(folder, corpus), '.xml'));
    for (const told of tally.unexplained) process.stderr.write(`${told}\n`);
    unexplained += tally.unexplained.length;
    const { signatures, hold, fail, stricter, stricterThoughHeld } = tally;
    if (signatures === 0) continue;
    let count = 0;
    for (const [reason, times] of stricter) {
      count += times;
      reasons.set(reason, (reasons.get(reason) ?? 0) + times);
    }
    row(
      `\`${corpus}\``,
      signatures,
      hold,
      fail,
      count,
      stricterThoughHeld,
      tally.unexplained.length,
    );
  }
  say('');
  for (const [reason, count] of [...reasons].sort()) say(`${reason}: ${count}`);
  return unexplained;
}

const COMPARISONS = {
  trees: compareTrees,
  schemas: compareSchemas,
  signatures: compareSignatures,
} as const;

const folder = corporaFolder();
if (folder === undefined) throw new Error('the corpora are not there');
const [what = '', ...named] = process.argv.slice(2);
const compare = COMPARISONS[what as keyof typeof COMPARISONS];
if (compare === undefined) throw new Error(`compare what? ${Object.keys(COMPARISONS).join(', ')}`);
const all = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const corpora = named.length > 0 ? named : all.map(({ name }) => name).sort();
process.exitCode = compare(folder, corpora) === 0 ? 0 : 1;
