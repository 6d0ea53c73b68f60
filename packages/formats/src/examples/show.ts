/** What examples show when they are judged. */
import type { ShownByExamples, Text } from '@ventanilla/rules';
import type { XmlEngine } from '@ventanilla/xml';
import { createValidator } from '../create-validator.ts';
import type { Format } from '../format.ts';
import type { Example, ExampleSet, Sample } from './example.ts';
import { STAGE_EXAMPLES } from './stages.ts';

/** Judges the examples of `codes` by `formats`, the first of which takes every document it can read. */
export function showExamples(
  codes: readonly string[],
  { example, reasons }: ExampleSet,
  // biome-ignore lint/suspicious/noExplicitAny: each format has its own model; only it reads it.
  formats: readonly Format<any>[],
  engine: XmlEngine,
): ShownByExamples {
  const validator = createValidator({ formats, engine });
  const encoder = new TextEncoder();
  const judge = ({ content, facts }: Sample) =>
    validator.judge(validator.read(encoder.encode(content)), facts).report.faults;
  const sound = new Map<string, ReadonlySet<string>>();
  const codesOfSound = (sample: Sample): ReadonlySet<string> => {
    const known = sound.get(sample.content);
    if (known !== undefined && sample.facts.registry === undefined) return known;
    const found = new Set(judge(sample).map(({ code }) => code));
    if (sample.facts.registry === undefined) sound.set(sample.content, found);
    return found;
  };
  const passing = new Set<string>();
  const failing = new Set<string>();
  const lost = new Set<string>();
  const excused = new Set(Object.keys(reasons));
  for (const code of codes) {
    const found = example(code);
    if (found === undefined) continue;
    if (!codesOfSound(found.passing).has(code)) passing.add(code);
    const faults = judge(found.failing).filter((fault) => fault.code === code);
    if (faults.length > 0) failing.add(code);
    if (faults.some(({ path, line }) => path === '' && line === undefined)) lost.add(code);
  }
  return { passing, failing, lost, excused };
}

/** The example of a code in a format, or why no document can show it; undefined for a code it does not know. */
export async function exampleOf(
  { examples }: Pick<Format, 'examples'>,
  code: string,
): Promise<Example | Text | undefined> {
  const own = await examples();
  return (
    own.example(code) ??
    STAGE_EXAMPLES.example(code) ??
    own.reasons[code] ??
    STAGE_EXAMPLES.reasons[code]
  );
}
