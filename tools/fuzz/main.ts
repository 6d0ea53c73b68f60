/**
 * Differential fuzzing of the EN 16931 packs: mutants of sound documents, judged by the official
 * rule sets and by ours. See README.md beside this file.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { corporaFolder } from '../../packages/testing/src/corpora.ts';
import {
  type Official,
  startOfficial,
} from '../../packages/testing/src/official-rules/official.ts';
import { minimise } from './minimise.ts';
import { ruleSetOf, schemaFiles } from './rule-sets.ts';
import { fuzz, type Group, type Result } from './run.ts';
import { TIMES_MIN, UNREACHED } from './steering.ts';

const { values: options } = parseArgs({
  options: {
    mutants: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    set: { type: 'string', multiple: true, default: ['ubl', 'cii', 'peppol-ubl', 'peppol-cii'] },
    // For each set; the run ends there, with the mutants made by then.
    minutes: { type: 'string', default: 'Infinity' },
    out: { type: 'string', default: 'fuzz-out' },
    // Differing codes of documents whose structure both find broken.
    broken: { type: 'boolean', default: false },
  },
});

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Writes the smallest document of each group that could be found. */
async function tellGroups(
  name: string,
  official: Official,
  groups: readonly Group[],
  { differ }: Result,
): Promise<void> {
  const folder = join(options.out, name);
  mkdirSync(folder, { recursive: true });
  for (const [index, { count, difference, example }] of groups.entries()) {
    const { number, base, changes, root, writer } = example;
    const small = await minimise(root, async (attempt) =>
      (await differ(writer.write(attempt))).some(({ text }) => text === difference.text),
    );
    const bytes = writer.write(small);
    const { structure, stopped } = await official.judge(bytes);
    const told = [
      difference.text,
      `${count} times, e.g. mutant ${number} of ${base}`,
      ...changes,
      `written: ${writer.name}`,
      `official structure: ${structure}; stopped: ${stopped}`,
    ];
    writeFileSync(join(folder, `${index + 1}.txt`), `${told.join('\n')}\n`);
    writeFileSync(join(folder, `${index + 1}.xml`), bytes);
    say(`  ${count} × ${difference.text}  [${index + 1}.xml]`);
  }
}

function tellTotals(name: string, { bases, totals, codes, coverage, thin }: Result): void {
  const { mutants, sound, soundAgree, soundExplained, broken, brokenSameCodes, bothReject } =
    totals;
  say(`${name}: ${mutants} mutants of ${bases} sound documents; both reject ${bothReject}`);
  say(
    `  structure sound: ${sound}, same verdict and fatal codes ${soundAgree}, explained ${soundExplained}`,
  );
  say(`  structure broken: ${broken}, same fatal codes too ${brokenSameCodes}`);
  const reached = codes.size - thin.size;
  const proved = [...thin.values()].filter((reason) => reason !== undefined).length;
  say(
    `  of ${codes.size} fatal codes ${reached} fired and held ${TIMES_MIN} times or more, ${proved} cannot, ${thin.size - proved} lack`,
  );
  for (const [code, reason = 'no reason known'] of thin) {
    const { fired = 0, held = 0 } = coverage.get(code) ?? {};
    say(`    ${code}: fired ${fired}, held ${held}; ${reason}`);
  }
  const behind = [...codes].filter((code) => {
    const { sound } = coverage.get(code) ?? UNREACHED;
    return !thin.has(code) && sound < TIMES_MIN;
  });
  say(`  fired on a sound structure less than ${TIMES_MIN} times: ${behind.join(' ') || 'none'}`);
}

/** How many differences each reason accounts for. */
function tellExplained(groups: readonly Group[]): void {
  const counts = new Map<string, number>();
  for (const { reason, count } of groups) {
    if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + count);
  }
  for (const [reason, count] of counts) say(`  explained ${count} × ${reason}`);
}

const corpora = corporaFolder();
let differing = 0;
for (const name of options.set) {
  const set = ruleSetOf(name);
  const sources = set.sources(corpora);
  if (sources === undefined) {
    say(`${name}: not judged, its rules are in the corpora, which are not here`);
    continue;
  }
  const official = await startOfficial(sources, schemaFiles(set.syntax, corpora));
  const result = await fuzz(set, official, {
    mutants: Number(options.mutants),
    seed: Number(options.seed),
    until: Date.now() + Number(options.minutes) * 60_000,
  });
  tellTotals(name, result);
  const unexplained = result.groups.filter(
    ({ difference, reason }) => !difference.isBehindStructure && reason === undefined,
  );
  tellExplained(result.groups);
  await tellGroups(name, official, options.broken ? result.groups : unexplained, result);
  differing += unexplained.length;
  official.stop();
}
process.exitCode = differing === 0 ? 0 : 1;
