/** Examples of the canonical invoice: those of UBL as they are read, written as JSON. */
import { invariant } from '@ventanilla/errors';
import { writeInvoice } from '@ventanilla/invoice';
import { createXmlEngine } from '@ventanilla/xml';
import { readUbl } from '../en16931-ubl/read.ts';
import { openBase } from './bases.ts';
import { enExamples } from './en16931.ts';
import { AT_DESK, type ExampleSet, joinExamples, type Sample } from './example.ts';
import { JSON_EDITS } from './json-edits.ts';
import { registryExamples } from './registry.ts';
import { writeTree } from './tree.ts';

const engine = createXmlEngine();
const encoder = new TextEncoder();

function asJson(xml: string): Record<string, unknown> {
  const parsed = engine.parse(encoder.encode(xml));
  invariant(parsed.ok, 'an example is well-formed');
  parsed.document.dispose();
  const { invoice } = readUbl(parsed.document.root);
  return { ventanilla: 'invoice/1', ...JSON.parse(writeInvoice(invoice)) };
}

const soundUbl = (): string => writeTree(openBase('ubl', 'S').tree);

const show = (content: unknown): string => JSON.stringify(content, null, 2);

/** The examples of the JSON format. */
export function jsonExamples(): ExampleSet {
  const ubl = enExamples('ubl', true);
  const sound = (code: string) => asJson(ubl.example(code)?.passing.content ?? soundUbl());
  const translate = ({ content, facts }: Sample): Sample => ({
    content: show(asJson(content)),
    facts,
  });
  const own: ExampleSet = {
    example: (code) => {
      const edit = JSON_EDITS[code];
      const found = ubl.example(code);
      if (edit === undefined) {
        return found && { passing: translate(found.passing), failing: translate(found.failing) };
      }
      const changed = sound(code);
      edit(changed);
      return {
        passing: { content: show(sound(code)), facts: AT_DESK },
        failing: { content: show(changed), facts: AT_DESK },
      };
    },
    reasons: {},
  };
  return joinExamples(
    registryExamples(() => show(asJson(soundUbl())), 'ES123456782'),
    own,
  );
}
