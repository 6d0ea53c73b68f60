/** Examples of rules for the command line: judged for the linter, written for a reader. */
import { formats, formatsWithFirst } from '@ventanilla/formats';
import { type Example, type Sample, showExamples } from '@ventanilla/formats/examples';
import type { ShownByExamples, Text } from '@ventanilla/rules';
import { createXmlEngine } from '@ventanilla/xml';

/** What the examples of a format show; undefined for a file, which brings none. */
export async function shownIn(id: string): Promise<ShownByExamples | undefined> {
  const judges = formatsWithFirst(id);
  const format = formats.find((candidate) => candidate.id === id);
  if (judges === undefined || format === undefined) return undefined;
  const codes = format.pack.rules.map(({ code }) => code);
  return showExamples(codes, await format.examples(), judges, createXmlEngine());
}

const registryOf = ({ facts: { registry } }: Sample): string =>
  registry === undefined
    ? 'none'
    : JSON.stringify({
        taxpayers: [...registry.taxpayers.values()],
        submitter: registry.submitter,
        mandates: [...registry.mandates],
      });

const sampleText = (title: string, sample: Sample): string =>
  `${title}, received ${sample.facts.receivedAt}, registry: ${registryOf(sample)}\n${sample.content}`;

/** Both documents, each under a line that says what is known when it is judged. */
export const exampleText = (found: Example | Text | undefined, language: 'es' | 'en'): string => {
  if (found === undefined) return '';
  if (!('passing' in found)) return `--- no example: ${found[language]}`;
  return `${sampleText('--- passes', found.passing)}\n${sampleText('--- fails', found.failing)}`;
};
