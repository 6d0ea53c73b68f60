/**
 * Differential fuzzing of the EN 16931 packs: mutants of sound documents, judged by the official
 * rule sets and by ours. See README.md beside this file.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { corporaFolder, listFiles } from '../../packages/testing/src/corpora.ts';
import { type Syntax, startOfficial } from '../../packages/testing/src/official-rules/official.ts';
import { minimise } from './minimise.ts';
import { fuzz, type Group, type Result } from './run.ts';
import { toBytes } from './tree.ts';

const { values: options } = parseArgs({
  options: {
    mutants: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    syntax: { type: 'string', multiple: true, default: ['ubl', 'cii'] },
    out: { type: 'string', default: 'fuzz-out' },
    // Differing codes of documents whose structure both find broken.
    broken: { type: 'boolean', default: false },
  },
});

const TIMES_MIN = 3;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The official XSDs, where the corpora are. */
function schemaFiles(syntax: Syntax, folder: string): string[] {
  if (syntax === 'ubl') {
    return ['Invoice', 'CreditNote'].map((name) =>
      join(folder, `ubl-xsd/ubl21-runtime/maindoc/UBL-${name}-2.1.xsd`),
    );
  }
  return listFiles(join(folder, 'en16931/schema-cii'), 'crossindustryinvoice_100pd16b.xsd').filter(
    (file) => file.includes('/uncoupled_clm/'),
  );
}

/** Writes the smallest document of each group that could be found. */
async function tellGroups(
  syntax: Syntax,
  groups: readonly Group[],
  { differ }: Result,
): Promise<void> {
  const folder = join(options.out, syntax);
  mkdirSync(folder, { recursive: true });
  for (const [index, { count, difference, example }] of groups.entries()) {
    const small = await minimise(example.root, async (bytes) =>
      (await differ(bytes)).some(({ text }) => text === difference.text),
    );
    const { number, base, changes } = example;
    const { structure, stopped } = await official.judge(syntax, toBytes(small));
    const told = [
      difference.text,
      `${count} times, e.g. mutant ${number} of ${base}`,
      ...changes,
      `official structure: ${structure}; stopped: ${stopped}`,
    ];
    const comment = told.join('\n').replaceAll('--', '- -');
    const document = new TextDecoder().decode(toBytes(small));
    writeFileSync(join(folder, `${index + 1}.xml`), `<!--\n${comment}\n-->\n${document}\n`);
    say(`  ${count} × ${difference.text}  [${index + 1}.xml]`);
  }
}

function tellTotals(syntax: Syntax, { bases, totals, codes, coverage }: Result): void {
  const { mutants, sound, soundAgree, soundExplained, broken, brokenSameCodes, bothReject } =
    totals;
  say(`${syntax}: ${mutants} mutants of ${bases} sound documents; both reject ${bothReject}`);
  say(
    `  structure sound: ${sound}, same verdict and fatal codes ${soundAgree}, explained ${soundExplained}`,
  );
  say(`  structure broken: ${broken}, same fatal codes too ${brokenSameCodes}`);
  const thin = [...codes].filter((code) => {
    const { fired = 0, held = 0 } = coverage.get(code) ?? {};
    return fired < TIMES_MIN || held < TIMES_MIN;
  });
  say(
    `  of ${codes.size} fatal codes ${codes.size - thin.length} fired and held ${TIMES_MIN} times or more`,
  );
  for (const code of thin) {
    const { fired = 0, held = 0 } = coverage.get(code) ?? {};
    say(`    ${code}: fired ${fired}, held ${held}`);
  }
}

/** How many differences each reason accounts for. */
function tellExplained(groups: readonly Group[]): void {
  const counts = new Map<string, number>();
  for (const { reason, count } of groups) {
    if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + count);
  }
  for (const [reason, count] of counts) say(`  explained ${count} × ${reason}`);
}

const folder = corporaFolder();
const syntaxes = options.syntax as Syntax[];
const official = await startOfficial(
  new Map(folder === undefined ? [] : syntaxes.map((one) => [one, schemaFiles(one, folder)])),
);
let differing = 0;
for (const syntax of syntaxes) {
  const result = await fuzz(syntax, official, {
    mutants: Number(options.mutants),
    seed: Number(options.seed),
  });
  tellTotals(syntax, result);
  const unexplained = result.groups.filter(
    ({ difference, reason }) => !difference.isBehindStructure && reason === undefined,
  );
  tellExplained(result.groups);
  await tellGroups(syntax, options.broken ? result.groups : unexplained, result);
  differing += unexplained.length;
}
official.stop();
process.exitCode = differing === 0 ? 0 : 1;
